-- Made by `python -m infra.postgres render` from the migrations; do not edit.

CREATE FUNCTION public.outbox_open_months(ahead integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    first date;
begin
    for i in 0..ahead loop
        first := date_trunc('month', now())::date + make_interval(months => i);
        execute format(
            'create table if not exists outbox_%s partition of outbox for values from (%L) to (%L)',
            to_char(first, 'YYYY_MM'), first, first + interval '1 month'
        );
    end loop;
end
$$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$;

CREATE TABLE public.action_plans (
    company_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    version bigint NOT NULL,
    supplier_id uuid NOT NULL,
    state text NOT NULL,
    due_on date NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.action_plans FORCE ROW LEVEL SECURITY;

CREATE TABLE public.contradiction_decisions (
    company_id uuid NOT NULL,
    audit_id uuid NOT NULL,
    case_id uuid NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.contradiction_decisions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.contradictions (
    company_id uuid NOT NULL,
    audit_id uuid NOT NULL,
    case_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    site_id uuid,
    rights text[] NOT NULL,
    state text NOT NULL,
    CONSTRAINT contradictions_state_check CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'lapsed'::text])))
);

ALTER TABLE ONLY public.contradictions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.dead_letters (
    letter_id uuid NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    offset_ bigint NOT NULL,
    reason text NOT NULL,
    where_ text NOT NULL,
    key bytea,
    headers bytea NOT NULL,
    value bytea,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    mended bytea,
    attempts integer DEFAULT 0 NOT NULL,
    CONSTRAINT dead_letters_state_check CHECK ((state = ANY (ARRAY['open'::text, 'redriven'::text, 'discarded'::text])))
);

CREATE TABLE public.due_rows (
    kind text NOT NULL,
    aggregate text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    company_id uuid NOT NULL,
    document jsonb NOT NULL,
    handled_at timestamp with time zone
);

CREATE TABLE public.evidence_audits (
    company_id uuid NOT NULL,
    audit_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.evidence_audits FORCE ROW LEVEL SECURITY;

CREATE TABLE public.evidence_cases (
    company_id uuid NOT NULL,
    case_id uuid NOT NULL,
    version bigint NOT NULL,
    supplier_ids uuid[] NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.evidence_cases FORCE ROW LEVEL SECURITY;

CREATE TABLE public.origin_history (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    material text NOT NULL,
    version bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    before jsonb,
    after jsonb
);

ALTER TABLE ONLY public.origin_history FORCE ROW LEVEL SECURITY;

CREATE TABLE public.outbox (
    month date NOT NULL,
    topic text NOT NULL,
    part integer NOT NULL,
    sequence bigint NOT NULL,
    key bytea NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    company_id uuid,
    correlation_id text NOT NULL,
    causation_id text NOT NULL,
    depth integer NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    traceparent text,
    hop text,
    data bytea NOT NULL
)
PARTITION BY RANGE (month);

CREATE TABLE public.outbox_counters (
    topic text NOT NULL,
    part integer NOT NULL,
    last_sequence bigint DEFAULT 0 NOT NULL,
    month date DEFAULT date_trunc('month'::text, now()) NOT NULL
);

CREATE TABLE public.plan_history (
    company_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    version bigint NOT NULL,
    step text NOT NULL,
    escalation bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    cause_id text NOT NULL,
    cause_source text NOT NULL,
    reasons text[] NOT NULL,
    changes text[] NOT NULL
);

ALTER TABLE ONLY public.plan_history FORCE ROW LEVEL SECURITY;

CREATE TABLE public.progress (
    topic text NOT NULL,
    partition integer NOT NULL,
    topic_id uuid NOT NULL,
    epoch bigint DEFAULT 1 NOT NULL,
    next_offset bigint DEFAULT 0 NOT NULL,
    last_sequence bigint,
    halted text
);

CREATE TABLE public.relay_cursors (
    topic text NOT NULL,
    part integer NOT NULL,
    month date NOT NULL,
    sequence bigint NOT NULL,
    fencing bigint NOT NULL
);

CREATE TABLE public.relay_lease (
    only_row boolean DEFAULT true NOT NULL,
    holder text NOT NULL,
    fencing bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT relay_lease_only_row_check CHECK (only_row)
);

CREATE TABLE public.repairs (
    repair_id bigint NOT NULL,
    done_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    reason text NOT NULL,
    operator text NOT NULL,
    details jsonb NOT NULL
);

ALTER TABLE public.repairs ALTER COLUMN repair_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.repairs_repair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.risk_profiles (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    supplier_version bigint NOT NULL,
    version bigint NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL,
    supplier jsonb DEFAULT '{}'::jsonb NOT NULL,
    superseded_by uuid,
    is_watched boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.risk_profiles FORCE ROW LEVEL SECURITY;

CREATE TABLE public.risk_verdicts (
    company_id uuid NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.risk_verdicts FORCE ROW LEVEL SECURITY;

ALTER TABLE ONLY public.action_plans
    ADD CONSTRAINT action_plans_pkey PRIMARY KEY (company_id, plan_id);

ALTER TABLE ONLY public.contradiction_decisions
    ADD CONSTRAINT contradiction_decisions_pkey PRIMARY KEY (company_id, audit_id, case_id);

ALTER TABLE ONLY public.contradictions
    ADD CONSTRAINT contradictions_pkey PRIMARY KEY (company_id, audit_id, case_id);

ALTER TABLE ONLY public.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (letter_id);

ALTER TABLE ONLY public.due_rows
    ADD CONSTRAINT due_rows_pkey PRIMARY KEY (kind, aggregate, due_at);

ALTER TABLE ONLY public.evidence_audits
    ADD CONSTRAINT evidence_audits_pkey PRIMARY KEY (company_id, audit_id);

ALTER TABLE ONLY public.evidence_cases
    ADD CONSTRAINT evidence_cases_pkey PRIMARY KEY (company_id, case_id);

ALTER TABLE ONLY public.origin_history
    ADD CONSTRAINT origin_history_pkey PRIMARY KEY (company_id, supplier_id, material, version);

ALTER TABLE ONLY public.outbox_counters
    ADD CONSTRAINT outbox_counters_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (topic, part, sequence, month);

ALTER TABLE ONLY public.plan_history
    ADD CONSTRAINT plan_history_pkey PRIMARY KEY (company_id, plan_id, version, step, escalation);

ALTER TABLE ONLY public.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (topic, partition);

ALTER TABLE ONLY public.relay_cursors
    ADD CONSTRAINT relay_cursors_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.relay_lease
    ADD CONSTRAINT relay_lease_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.repairs
    ADD CONSTRAINT repairs_pkey PRIMARY KEY (repair_id);

ALTER TABLE ONLY public.risk_profiles
    ADD CONSTRAINT risk_profiles_pkey PRIMARY KEY (company_id, supplier_id);

ALTER TABLE ONLY public.risk_verdicts
    ADD CONSTRAINT risk_verdicts_pkey PRIMARY KEY (company_id, digest);

CREATE INDEX action_plans_by_date ON public.action_plans USING btree (company_id, due_on, plan_id);

CREATE INDEX action_plans_by_supplier ON public.action_plans USING btree (company_id, supplier_id, due_on, plan_id);

CREATE INDEX contradictions_open ON public.contradictions USING btree (company_id, supplier_id) WHERE (state = 'open'::text);

CREATE INDEX dead_letters_open ON public.dead_letters USING btree (recorded_at) WHERE (state = 'open'::text);

CREATE INDEX due_rows_waiting ON public.due_rows USING btree (due_at) WHERE (handled_at IS NULL);

CREATE INDEX evidence_audits_by_supplier ON public.evidence_audits USING btree (company_id, supplier_id);

CREATE INDEX evidence_cases_by_supplier ON public.evidence_cases USING gin (supplier_ids);

CREATE INDEX risk_profiles_by_heir ON public.risk_profiles USING btree (company_id, superseded_by) WHERE (superseded_by IS NOT NULL);

CREATE INDEX risk_profiles_by_supplier ON public.risk_profiles USING btree (supplier_id);

CREATE TRIGGER repairs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.repairs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.action_plans ENABLE ROW LEVEL SECURITY;

CREATE POLICY action_plans_of_company ON public.action_plans USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.contradiction_decisions ENABLE ROW LEVEL SECURITY;

CREATE POLICY contradiction_decisions_of_company ON public.contradiction_decisions USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.contradictions ENABLE ROW LEVEL SECURITY;

CREATE POLICY contradictions_of_company ON public.contradictions USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.evidence_audits ENABLE ROW LEVEL SECURITY;

CREATE POLICY evidence_audits_of_company ON public.evidence_audits USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.evidence_cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY evidence_cases_of_company ON public.evidence_cases USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.origin_history ENABLE ROW LEVEL SECURITY;

CREATE POLICY origin_history_of_company ON public.origin_history USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.plan_history ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_history_of_company ON public.plan_history USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.risk_profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY risk_profiles_of_company ON public.risk_profiles USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.risk_verdicts ENABLE ROW LEVEL SECURITY;

CREATE POLICY risk_verdicts_of_company ON public.risk_verdicts USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));
