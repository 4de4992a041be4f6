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

CREATE TABLE public.audit_statements (
    company_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    supplier_id uuid NOT NULL,
    audit_id uuid,
    imported_at timestamp with time zone NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.audit_statements FORCE ROW LEVEL SECURITY;

CREATE TABLE public.audits (
    company_id uuid NOT NULL,
    audit_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.audits FORCE ROW LEVEL SECURITY;

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

CREATE TABLE public.identities (
    supplier_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    superseded_by uuid
);

CREATE TABLE public.numbers (
    kind text NOT NULL,
    value text NOT NULL,
    supplier_id uuid,
    CONSTRAINT numbers_kind_check CHECK ((kind = ANY (ARRAY['lei'::text, 'bpn'::text, 'erp'::text])))
);

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

CREATE TABLE public.progress (
    topic text NOT NULL,
    partition integer NOT NULL,
    topic_id uuid NOT NULL,
    epoch bigint DEFAULT 1 NOT NULL,
    next_offset bigint DEFAULT 0 NOT NULL,
    last_sequence bigint,
    halted text
);

CREATE TABLE public.received_events (
    company_id uuid NOT NULL,
    source text NOT NULL,
    event_id text NOT NULL,
    sha256 text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    verdict text,
    reasons text[],
    supplier_id uuid,
    fact_ids uuid[],
    CONSTRAINT received_events_verdict_check CHECK ((verdict = ANY (ARRAY['recorded'::text, 'unchanged'::text])))
);

ALTER TABLE ONLY public.received_events FORCE ROW LEVEL SECURITY;

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

CREATE TABLE public.source_records (
    company_id uuid NOT NULL,
    system text NOT NULL,
    client text NOT NULL,
    number text NOT NULL,
    supplier_id uuid NOT NULL,
    document jsonb NOT NULL
)
WITH (fillfactor='80');

ALTER TABLE ONLY public.source_records FORCE ROW LEVEL SECURITY;

CREATE TABLE public.suppliers (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    version bigint NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL
)
WITH (fillfactor='80');

ALTER TABLE ONLY public.suppliers FORCE ROW LEVEL SECURITY;

ALTER TABLE ONLY public.audit_statements
    ADD CONSTRAINT audit_statements_pkey PRIMARY KEY (company_id, statement_id);

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_pkey PRIMARY KEY (company_id, audit_id);

ALTER TABLE ONLY public.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (letter_id);

ALTER TABLE ONLY public.due_rows
    ADD CONSTRAINT due_rows_pkey PRIMARY KEY (kind, aggregate, due_at);

ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (supplier_id);

ALTER TABLE ONLY public.numbers
    ADD CONSTRAINT numbers_pkey PRIMARY KEY (kind, value);

ALTER TABLE ONLY public.outbox_counters
    ADD CONSTRAINT outbox_counters_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (topic, part, sequence, month);

ALTER TABLE ONLY public.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (topic, partition);

ALTER TABLE ONLY public.received_events
    ADD CONSTRAINT received_events_pkey PRIMARY KEY (company_id, source, event_id);

ALTER TABLE ONLY public.relay_cursors
    ADD CONSTRAINT relay_cursors_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.relay_lease
    ADD CONSTRAINT relay_lease_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.repairs
    ADD CONSTRAINT repairs_pkey PRIMARY KEY (repair_id);

ALTER TABLE ONLY public.source_records
    ADD CONSTRAINT source_records_pkey PRIMARY KEY (company_id, system, client, number);

ALTER TABLE ONLY public.suppliers
    ADD CONSTRAINT suppliers_pkey PRIMARY KEY (company_id, supplier_id);

CREATE INDEX audit_statements_supplier ON public.audit_statements USING btree (company_id, supplier_id);

CREATE INDEX dead_letters_open ON public.dead_letters USING btree (recorded_at) WHERE (state = 'open'::text);

CREATE INDEX due_rows_waiting ON public.due_rows USING btree (due_at) WHERE (handled_at IS NULL);

CREATE INDEX identities_superseded ON public.identities USING btree (superseded_by) WHERE (superseded_by IS NOT NULL);

CREATE INDEX source_records_supplier ON public.source_records USING btree (company_id, supplier_id);

CREATE TRIGGER repairs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.repairs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.audit_statements ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audits ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_companies ON public.audit_statements USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY own_companies ON public.audits USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY own_companies ON public.received_events USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY own_companies ON public.source_records USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY own_companies ON public.suppliers USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

ALTER TABLE public.received_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.source_records ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.suppliers ENABLE ROW LEVEL SECURITY;
