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

CREATE TABLE public.risk_profiles (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    supplier_version bigint NOT NULL,
    version bigint NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.risk_profiles FORCE ROW LEVEL SECURITY;

CREATE TABLE public.risk_verdicts (
    company_id uuid NOT NULL,
    digest bytea NOT NULL,
    document jsonb NOT NULL
);

ALTER TABLE ONLY public.risk_verdicts FORCE ROW LEVEL SECURITY;

ALTER TABLE ONLY public.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (letter_id);

ALTER TABLE ONLY public.due_rows
    ADD CONSTRAINT due_rows_pkey PRIMARY KEY (kind, aggregate, due_at);

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

ALTER TABLE ONLY public.risk_profiles
    ADD CONSTRAINT risk_profiles_pkey PRIMARY KEY (company_id, supplier_id);

ALTER TABLE ONLY public.risk_verdicts
    ADD CONSTRAINT risk_verdicts_pkey PRIMARY KEY (company_id, digest);

CREATE INDEX dead_letters_open ON public.dead_letters USING btree (recorded_at) WHERE (state = 'open'::text);

CREATE INDEX due_rows_waiting ON public.due_rows USING btree (due_at) WHERE (handled_at IS NULL);

CREATE INDEX risk_profiles_by_supplier ON public.risk_profiles USING btree (supplier_id);

ALTER TABLE public.risk_profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY risk_profiles_of_company ON public.risk_profiles USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));

ALTER TABLE public.risk_verdicts ENABLE ROW LEVEL SECURITY;

CREATE POLICY risk_verdicts_of_company ON public.risk_verdicts USING ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[]))) WITH CHECK ((company_id = ANY ((current_setting('sorgfalt.companies'::text))::uuid[])));
