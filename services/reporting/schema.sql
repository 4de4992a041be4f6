-- Made by `python -m infra.postgres render` from the migrations; do not edit.

CREATE FUNCTION public.best_knowledge(listed text[], known text[], assumed text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case when $1 && $2 then 'known' when $1 && $3 then 'assumed' else 'unknown' end
$_$;

CREATE FUNCTION public.high_priority(code text, known text[], rated text[], high text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case
        when $1 = any ($4) and $1 = any ($2) then 'high-known'
        when $1 = any ($4) then 'high-assumed'
        when not $1 = any ($3) then 'unrated'
    end
$_$;

CREATE FUNCTION public.knowledge_of(code text, known text[], assumed text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case when $1 = any ($2) then 'known' when $1 = any ($3) then 'assumed' else 'unknown' end
$_$;

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

CREATE FUNCTION public.unknown_rights(listed text[], known text[], assumed text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case when not $1 && ($2 || $3) then 'all' when $1 <@ ($2 || $3) then 'none' else 'some' end
$_$;

CREATE TABLE public.risk_states (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    version bigint NOT NULL,
    supplier_version bigint NOT NULL,
    method text NOT NULL,
    known text[] NOT NULL,
    assumed text[] NOT NULL,
    rated text[] NOT NULL,
    high text[] NOT NULL,
    sources text[] NOT NULL,
    editions text[] NOT NULL,
    event_id text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.risk_states FORCE ROW LEVEL SECURITY;

CREATE TABLE public.supplier_states (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    version bigint NOT NULL,
    name text,
    relation text,
    country text,
    site_countries text[] NOT NULL,
    superseded_by uuid,
    event_id text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.supplier_states FORCE ROW LEVEL SECURITY;

CREATE VIEW public.current_suppliers WITH (security_invoker='true') AS
 SELECT s.company_id,
    s.supplier_id,
    s.name,
    s.version,
    COALESCE(s.relation, 'unknown'::text) AS relation,
    COALESCE(s.country, 'unknown'::text) AS country,
        CASE
            WHEN (s.site_countries = '{}'::text[]) THEN '{unknown}'::text[]
            ELSE s.site_countries
        END AS site_countries,
    s.event_id,
    s.topic,
    s.partition,
    s.sequence,
    s.recorded_at,
    (r.version IS NOT NULL) AS has_verdict,
    COALESCE(r.known, '{}'::text[]) AS known,
    COALESCE(r.assumed, '{}'::text[]) AS assumed,
    COALESCE(r.rated, '{}'::text[]) AS rated,
    COALESCE(r.high, '{}'::text[]) AS high,
    COALESCE(r.version, s.version) AS verdict_version,
    COALESCE(r.event_id, s.event_id) AS verdict_event_id,
    COALESCE(r.topic, s.topic) AS verdict_topic,
    COALESCE(r.partition, s.partition) AS verdict_partition,
    COALESCE(r.sequence, s.sequence) AS verdict_sequence,
    COALESCE(r.recorded_at, s.recorded_at) AS verdict_recorded_at
   FROM (public.supplier_states s
     LEFT JOIN public.risk_states r USING (company_id, supplier_id))
  WHERE (s.superseded_by IS NULL);

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

ALTER TABLE ONLY public.risk_states
    ADD CONSTRAINT risk_states_pkey PRIMARY KEY (company_id, supplier_id);

ALTER TABLE ONLY public.supplier_states
    ADD CONSTRAINT supplier_states_pkey PRIMARY KEY (company_id, supplier_id);

CREATE INDEX dead_letters_open ON public.dead_letters USING btree (recorded_at) WHERE (state = 'open'::text);

CREATE INDEX due_rows_waiting ON public.due_rows USING btree (due_at) WHERE (handled_at IS NULL);

CREATE POLICY by_company ON public.risk_states USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.supplier_states USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

ALTER TABLE public.risk_states ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.supplier_states ENABLE ROW LEVEL SECURITY;
