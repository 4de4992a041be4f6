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

CREATE TABLE public.cases (
    company_id uuid NOT NULL,
    case_id uuid NOT NULL,
    version bigint NOT NULL,
    digest bytea NOT NULL,
    stage text NOT NULL,
    wrapped_key bytea NOT NULL,
    receipt_key bytea,
    receipt_lookup bytea,
    origin bytea,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.cases FORCE ROW LEVEL SECURITY;

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

CREATE TABLE public.entries (
    company_id uuid NOT NULL,
    case_id uuid NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    ciphertext bytea NOT NULL
);

ALTER TABLE ONLY public.entries FORCE ROW LEVEL SECURITY;

CREATE TABLE public.held_cases (
    company_id uuid NOT NULL,
    case_id uuid NOT NULL,
    release_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.held_cases FORCE ROW LEVEL SECURITY;

CREATE TABLE public.known_suppliers (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    version bigint NOT NULL,
    superseded_by uuid,
    name text,
    country text,
    site_ids uuid[] NOT NULL
);

ALTER TABLE ONLY public.known_suppliers FORCE ROW LEVEL SECURITY;

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

ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (company_id, case_id);

ALTER TABLE ONLY public.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (letter_id);

ALTER TABLE ONLY public.due_rows
    ADD CONSTRAINT due_rows_pkey PRIMARY KEY (kind, aggregate, due_at);

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (company_id, case_id, number);

ALTER TABLE ONLY public.held_cases
    ADD CONSTRAINT held_cases_pkey PRIMARY KEY (company_id, case_id);

ALTER TABLE ONLY public.known_suppliers
    ADD CONSTRAINT known_suppliers_pkey PRIMARY KEY (company_id, supplier_id);

ALTER TABLE ONLY public.outbox_counters
    ADD CONSTRAINT outbox_counters_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (topic, part, sequence, month);

ALTER TABLE ONLY public.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (topic, partition);

ALTER TABLE ONLY public.relay_cursors
    ADD CONSTRAINT relay_cursors_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.relay_lease
    ADD CONSTRAINT relay_lease_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.repairs
    ADD CONSTRAINT repairs_pkey PRIMARY KEY (repair_id);

CREATE UNIQUE INDEX cases_by_origin ON public.cases USING btree (company_id, origin);

CREATE UNIQUE INDEX cases_by_receipt ON public.cases USING btree (company_id, receipt_lookup);

CREATE INDEX dead_letters_open ON public.dead_letters USING btree (recorded_at) WHERE (state = 'open'::text);

CREATE INDEX due_rows_waiting ON public.due_rows USING btree (due_at) WHERE (handled_at IS NULL);

CREATE INDEX known_suppliers_by_site ON public.known_suppliers USING gin (site_ids);

CREATE TRIGGER repairs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.repairs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY cases_of_company ON public.cases USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.entries ENABLE ROW LEVEL SECURITY;

CREATE POLICY entries_of_company ON public.entries USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.held_cases ENABLE ROW LEVEL SECURITY;

CREATE POLICY held_cases_of_company ON public.held_cases USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.known_suppliers ENABLE ROW LEVEL SECURITY;

CREATE POLICY known_suppliers_of_company ON public.known_suppliers USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));
