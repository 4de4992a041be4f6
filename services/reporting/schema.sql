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

CREATE FUNCTION public.highest_priority(listed text[], high_known text[], rated text[], high text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case
        when $1 && $2 then 'high-known'
        when $1 && $4 then 'high-assumed'
        when not $1 && $3 then 'unrated'
    end
$_$;

CREATE FUNCTION public.knowledge_of(code text, known text[], assumed text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case when $1 = any ($2) then 'known' when $1 = any ($3) then 'assumed' else 'unknown' end
$_$;

CREATE FUNCTION public.open_gaps(company uuid, listed text[], outdated text[]) RETURNS TABLE(gap text, subject_kind text, subject_id uuid, part text, label text, version bigint, event_id text, topic text, partition integer, sequence bigint, recorded_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $_$
    select 'supplier-without-relation', 'supplier', supplier_id, '', name, version,
        event_id, topic, partition, sequence, recorded_at
    from current_suppliers
    where company_id = $1 and relation = 'unknown'
    union all
    select 'supplier-without-country', 'supplier', supplier_id, '', name, version,
        event_id, topic, partition, sequence, recorded_at
    from current_suppliers
    where company_id = $1 and country = 'unknown'
    union all
    select 'supplier-without-site', 'supplier', supplier_id, '', name, version,
        event_id, topic, partition, sequence, recorded_at
    from current_suppliers
    where company_id = $1 and site_countries = '{unknown}'
    union all
    select 'supplier-without-assessment', 'supplier', supplier_id, '', name, version,
        event_id, topic, partition, sequence, recorded_at
    from current_suppliers
    where company_id = $1 and not has_verdict
    union all
    select 'every-right-unknown', 'supplier', supplier_id, '', name, verdict_version,
        verdict_event_id, verdict_topic, verdict_partition, verdict_sequence,
        verdict_recorded_at
    from current_suppliers
    where company_id = $1 and not $2 && (known || assumed)
    union all
    select 'source-replaced', 'supplier', supplier_id, '', name, verdict_version,
        verdict_event_id, verdict_topic, verdict_partition, verdict_sequence,
        verdict_recorded_at
    from current_suppliers
    where company_id = $1 and exists (
            select 1 from unnest(sources, editions) as c (source, edition)
            where c.source || '/' || c.edition = any ($3)
        )
    union all
    select 'material-without-origin', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_origins
    where company_id = $1 and basis = 'none'
    union all
    select 'audit-without-date', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_audits
    where company_id = $1 and held_on is null
    union all
    select 'audit-without-result', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_audits
    where company_id = $1 and result = 'missing'
    union all
    select 'finding-without-right', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_findings
    where company_id = $1 and rights = '{}'
    union all
    select 'complaint-without-topic', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_cases
    where company_id = $1 and rights = '{}'
    union all
    select 'complaint-without-attribution', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_cases
    where company_id = $1 and not is_attributed
    union all
    select 'complaint-without-severity', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_cases
    where company_id = $1 and severity is null
    union all
    select 'complaint-not-timed', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_cases
    where company_id = $1 and acknowledgement in ('not-timed', 'unknown')
    union all
    select 'plan-without-outcome', subject_kind, subject_id, part, label, version,
        event_id, topic, partition, sequence, recorded_at
    from current_plans
    where company_id = $1 and effect = 'activity-only'
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

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$;

CREATE FUNCTION public.refuse_to_alter() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'a frozen edition is a record: it can be neither altered nor removed'
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

CREATE FUNCTION public.standing_supplier(company uuid, supplier uuid) RETURNS uuid
    LANGUAGE sql STABLE
    AS $_$
    with recursive way (id) as (
        select $2
        union
        select s.superseded_by
        from way w
        join supplier_states s on s.company_id = $1 and s.supplier_id = w.id
        where s.superseded_by is not null
    )
    select coalesce(
        (
            select w.id from way w
            where not exists (
                select 1 from supplier_states s
                where s.company_id = $1 and s.supplier_id = w.id and s.superseded_by is not null
            )
        ),
        $2
    )
$_$;

CREATE FUNCTION public.unknown_rights(listed text[], known text[], assumed text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case when not $1 && ($2 || $3) then 'all' when $1 <@ ($2 || $3) then 'none' else 'some' end
$_$;

CREATE TABLE public.audits (
    company_id uuid NOT NULL,
    audit_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    kind text,
    scheme text NOT NULL,
    held_on text,
    has_result boolean NOT NULL,
    finding_parts text[] NOT NULL,
    finding_grades text[] NOT NULL,
    finding_rights text[] NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.audits FORCE ROW LEVEL SECURITY;

CREATE TABLE public.cases (
    company_id uuid NOT NULL,
    case_id uuid NOT NULL,
    version bigint NOT NULL,
    stage text,
    rights text[] NOT NULL,
    severity smallint,
    substantiated boolean,
    outcome text,
    is_attributed boolean NOT NULL,
    acknowledgement text,
    feedback text,
    remedy text,
    event_id text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.cases FORCE ROW LEVEL SECURITY;

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
    recorded_at timestamp with time zone NOT NULL,
    materials text[] NOT NULL
);

ALTER TABLE ONLY public.supplier_states FORCE ROW LEVEL SECURITY;

CREATE VIEW public.current_audits WITH (security_invoker='true') AS
 SELECT company_id,
    'audit'::text AS subject_kind,
    audit_id AS subject_id,
    ''::text AS part,
    ( SELECT n.name
           FROM public.supplier_states n
          WHERE ((n.company_id = a.company_id) AND (n.supplier_id = a.standing_id))) AS label,
    NULL::bigint AS version,
    COALESCE(kind, 'unknown'::text) AS kind,
    scheme,
    held_on,
        CASE
            WHEN has_result THEN 'known'::text
            ELSE 'missing'::text
        END AS result,
    finding_parts,
    finding_grades,
    finding_rights,
    event_id,
    topic,
    partition,
    sequence,
    recorded_at
   FROM ( SELECT q.company_id,
            q.audit_id,
            q.supplier_id,
            q.kind,
            q.scheme,
            q.held_on,
            q.has_result,
            q.finding_parts,
            q.finding_grades,
            q.finding_rights,
            q.event_id,
            q.topic,
            q.partition,
            q.sequence,
            q.recorded_at,
            COALESCE(( SELECT public.standing_supplier(s.company_id, s.supplier_id) AS standing_supplier
                   FROM public.supplier_states s
                  WHERE ((s.company_id = q.company_id) AND (s.supplier_id = q.supplier_id) AND (s.superseded_by IS NOT NULL))), q.supplier_id) AS standing_id
           FROM public.audits q
         OFFSET 0) a;

CREATE VIEW public.current_cases WITH (security_invoker='true') AS
 SELECT company_id,
    'case'::text AS subject_kind,
    case_id AS subject_id,
    ''::text AS part,
    (case_id)::text AS label,
    version,
    COALESCE(stage, 'unknown'::text) AS stage,
    rights,
        CASE
            WHEN (rights = '{}'::text[]) THEN '{unknown}'::text[]
            ELSE rights
        END AS topics,
    severity,
        CASE
            WHEN substantiated THEN 'founded'::text
            WHEN (substantiated IS NULL) THEN 'undecided'::text
            ELSE 'not-founded'::text
        END AS judgement,
        CASE
            WHEN (outcome IS NOT NULL) THEN outcome
            WHEN ((stage = ANY (ARRAY['closed'::text, 'refused'::text])) OR (stage IS NULL)) THEN 'unknown'::text
            ELSE 'open'::text
        END AS outcome,
    is_attributed,
    COALESCE(acknowledgement, 'unknown'::text) AS acknowledgement,
    COALESCE(feedback, 'unknown'::text) AS feedback,
    COALESCE(remedy, 'unknown'::text) AS remedy,
    event_id,
    topic,
    partition,
    sequence,
    recorded_at
   FROM public.cases;

CREATE VIEW public.current_findings WITH (security_invoker='true') AS
 SELECT a.company_id,
    a.subject_kind,
    a.subject_id,
    (f.part COLLATE "C") AS part,
    a.label,
    a.version,
    f.grade,
    string_to_array(f.rights, ' '::text) AS rights,
    a.event_id,
    a.topic,
    a.partition,
    a.sequence,
    a.recorded_at
   FROM (public.current_audits a
     CROSS JOIN LATERAL UNNEST(a.finding_parts, a.finding_grades, a.finding_rights) f(part, grade, rights));

CREATE VIEW public.actual_impacts WITH (security_invoker='true') AS
 SELECT current_cases.company_id,
    'complaint'::text AS ground,
    current_cases.rights,
    current_cases.subject_kind,
    current_cases.subject_id,
    current_cases.part,
    current_cases.label,
    current_cases.version,
    current_cases.event_id,
    current_cases.topic,
    current_cases.partition,
    current_cases.sequence,
    current_cases.recorded_at
   FROM public.current_cases
  WHERE (current_cases.judgement = 'founded'::text)
UNION ALL
 SELECT current_findings.company_id,
    'finding'::text AS ground,
    current_findings.rights,
    current_findings.subject_kind,
    current_findings.subject_id,
    current_findings.part,
    current_findings.label,
    current_findings.version,
    current_findings.event_id,
    current_findings.topic,
    current_findings.partition,
    current_findings.sequence,
    current_findings.recorded_at
   FROM public.current_findings
  WHERE (current_findings.grade = 'critical'::text);

CREATE TABLE public.exits (
    company_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    version bigint NOT NULL,
    state text,
    event_id text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.exits FORCE ROW LEVEL SECURITY;

CREATE VIEW public.current_exits WITH (security_invoker='true') AS
 SELECT company_id,
    'supplier'::text AS subject_kind,
    supplier_id AS subject_id,
    ''::text AS part,
    ( SELECT n.name
           FROM public.supplier_states n
          WHERE ((n.company_id = e.company_id) AND (n.supplier_id = e.standing_id))) AS label,
    version,
    COALESCE(state, 'unknown'::text) AS state,
    event_id,
    topic,
    partition,
    sequence,
    recorded_at
   FROM ( SELECT DISTINCT ON (g.company_id, g.standing_id) g.company_id,
            g.supplier_id,
            g.version,
            g.state,
            g.event_id,
            g.topic,
            g.partition,
            g.sequence,
            g.recorded_at,
            g.standing_id
           FROM ( SELECT q.company_id,
                    q.supplier_id,
                    q.version,
                    q.state,
                    q.event_id,
                    q.topic,
                    q.partition,
                    q.sequence,
                    q.recorded_at,
                    COALESCE(( SELECT public.standing_supplier(s.company_id, s.supplier_id) AS standing_supplier
                           FROM public.supplier_states s
                          WHERE ((s.company_id = q.company_id) AND (s.supplier_id = q.supplier_id) AND (s.superseded_by IS NOT NULL))), q.supplier_id) AS standing_id
                   FROM public.exits q) g
          ORDER BY g.company_id, g.standing_id, (g.supplier_id = g.standing_id) DESC, g.supplier_id) e;

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
    recorded_at timestamp with time zone NOT NULL,
    high_known text[] NOT NULL,
    contradiction_audits uuid[] NOT NULL,
    contradiction_cases uuid[] NOT NULL,
    origin_materials text[] NOT NULL,
    origin_bases text[] NOT NULL
);

ALTER TABLE ONLY public.risk_states FORCE ROW LEVEL SECURITY;

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
    COALESCE(r.recorded_at, s.recorded_at) AS verdict_recorded_at,
    s.materials,
    COALESCE(r.origin_materials, '{}'::text[]) AS origin_materials,
    COALESCE(r.origin_bases, '{}'::text[]) AS origin_bases,
    COALESCE(r.sources, '{}'::text[]) AS sources,
    COALESCE(r.editions, '{}'::text[]) AS editions,
    COALESCE(r.high_known, '{}'::text[]) AS high_known
   FROM (public.supplier_states s
     LEFT JOIN public.risk_states r USING (company_id, supplier_id))
  WHERE (s.superseded_by IS NULL);

CREATE VIEW public.current_origins WITH (security_invoker='true') AS
 SELECT s.company_id,
    'supplier'::text AS subject_kind,
    s.supplier_id AS subject_id,
    (m.material COLLATE "C") AS part,
    s.name AS label,
    s.verdict_version AS version,
    m.material,
    COALESCE(s.origin_bases[array_position(s.origin_materials, m.material)], 'none'::text) AS basis,
    s.verdict_event_id AS event_id,
    s.verdict_topic AS topic,
    s.verdict_partition AS partition,
    s.verdict_sequence AS sequence,
    s.verdict_recorded_at AS recorded_at
   FROM (public.current_suppliers s
     CROSS JOIN LATERAL ( SELECT DISTINCT unnest((s.materials || s.origin_materials)) AS material) m);

CREATE TABLE public.due_notices (
    company_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    due_on date NOT NULL,
    step text NOT NULL,
    escalation integer NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.due_notices FORCE ROW LEVEL SECURITY;

CREATE TABLE public.plans (
    company_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    version bigint NOT NULL,
    supplier_id uuid NOT NULL,
    case_id uuid,
    state text,
    due_on date NOT NULL,
    effect text NOT NULL,
    event_id text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.plans FORCE ROW LEVEL SECURITY;

CREATE VIEW public.current_plans WITH (security_invoker='true') AS
 SELECT p.company_id,
    'plan'::text AS subject_kind,
    p.plan_id AS subject_id,
    ''::text AS part,
    ( SELECT n.name
           FROM public.supplier_states n
          WHERE ((n.company_id = p.company_id) AND (n.supplier_id = p.standing_id))) AS label,
    p.version,
    p.effect,
        CASE
            WHEN (p.case_id IS NULL) THEN 'finding'::text
            ELSE 'complaint'::text
        END AS ground,
        CASE
            WHEN (d.event_id IS NOT NULL) THEN 'overdue'::text
            ELSE COALESCE(p.state, 'unknown'::text)
        END AS state,
    p.event_id,
    p.topic,
    p.partition,
    p.sequence,
    p.recorded_at,
        CASE
            WHEN (d.event_id IS NULL) THEN p.version
            ELSE NULL::bigint
        END AS state_version,
    COALESCE(d.event_id, p.event_id) AS state_event_id,
    COALESCE(d.topic, p.topic) AS state_topic,
    COALESCE(d.partition, p.partition) AS state_partition,
    COALESCE(d.sequence, p.sequence) AS state_sequence,
    COALESCE(d.recorded_at, p.recorded_at) AS state_recorded_at
   FROM (( SELECT DISTINCT ON (g.company_id, COALESCE(g.case_id, g.plan_id),
                CASE
                    WHEN (g.case_id IS NOT NULL) THEN g.standing_id
                    ELSE NULL::uuid
                END) g.company_id,
            g.plan_id,
            g.version,
            g.supplier_id,
            g.case_id,
            g.state,
            g.due_on,
            g.effect,
            g.event_id,
            g.topic,
            g.partition,
            g.sequence,
            g.recorded_at,
            g.standing_id
           FROM ( SELECT q.company_id,
                    q.plan_id,
                    q.version,
                    q.supplier_id,
                    q.case_id,
                    q.state,
                    q.due_on,
                    q.effect,
                    q.event_id,
                    q.topic,
                    q.partition,
                    q.sequence,
                    q.recorded_at,
                    COALESCE(( SELECT public.standing_supplier(s.company_id, s.supplier_id) AS standing_supplier
                           FROM public.supplier_states s
                          WHERE ((s.company_id = q.company_id) AND (s.supplier_id = q.supplier_id) AND (s.superseded_by IS NOT NULL))), q.supplier_id) AS standing_id
                   FROM public.plans q) g
          ORDER BY g.company_id, COALESCE(g.case_id, g.plan_id),
                CASE
                    WHEN (g.case_id IS NOT NULL) THEN g.standing_id
                    ELSE NULL::uuid
                END, (g.supplier_id = g.standing_id) DESC, g.plan_id) p
     LEFT JOIN LATERAL ( SELECT n.event_id,
            n.topic,
            n.partition,
            n.sequence,
            n.recorded_at
           FROM public.due_notices n
          WHERE ((n.company_id = p.company_id) AND (n.plan_id = p.plan_id) AND (n.due_on = p.due_on) AND (n.step = 'overdue'::text))
          ORDER BY n.escalation DESC
         LIMIT 1) d ON ((p.state = 'open'::text)));

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

CREATE TABLE public.edition_turns (
);

CREATE TABLE public.editions (
    company_id uuid NOT NULL,
    disclosure text NOT NULL,
    number integer NOT NULL,
    edition_id uuid NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    rule_pack text NOT NULL,
    rule_pack_edition text NOT NULL,
    as_of text NOT NULL,
    content_sha256 text NOT NULL,
    previous_sha256 text,
    sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    request_id text NOT NULL,
    document bytea NOT NULL,
    CONSTRAINT editions_check CHECK (((number = 1) = (previous_sha256 IS NULL))),
    CONSTRAINT editions_number_check CHECK ((number > 0))
);
ALTER TABLE ONLY public.editions ALTER COLUMN document SET STORAGE EXTERNAL;

ALTER TABLE ONLY public.editions FORCE ROW LEVEL SECURITY;

CREATE VIEW public.open_contradictions WITH (security_invoker='true') AS
 SELECT company_id,
    'audit'::text AS subject_kind,
    audit_id AS subject_id,
    ((case_id)::text COLLATE "C") AS part,
    ( SELECT n.name
           FROM public.supplier_states n
          WHERE ((n.company_id = g.company_id) AND (n.supplier_id = g.standing_id))) AS label,
    version,
    event_id,
    topic,
    partition,
    sequence,
    recorded_at
   FROM ( SELECT DISTINCT ON (q.company_id, q.audit_id, q.case_id) q.company_id,
            q.supplier_id,
            q.version,
            q.supplier_version,
            q.method,
            q.known,
            q.assumed,
            q.rated,
            q.high,
            q.sources,
            q.editions,
            q.event_id,
            q.topic,
            q.partition,
            q.sequence,
            q.recorded_at,
            q.high_known,
            q.contradiction_audits,
            q.contradiction_cases,
            q.origin_materials,
            q.origin_bases,
            q.audit_id,
            q.case_id,
            q.standing_id
           FROM ( SELECT r.company_id,
                    r.supplier_id,
                    r.version,
                    r.supplier_version,
                    r.method,
                    r.known,
                    r.assumed,
                    r.rated,
                    r.high,
                    r.sources,
                    r.editions,
                    r.event_id,
                    r.topic,
                    r.partition,
                    r.sequence,
                    r.recorded_at,
                    r.high_known,
                    r.contradiction_audits,
                    r.contradiction_cases,
                    r.origin_materials,
                    r.origin_bases,
                    c.audit_id,
                    c.case_id,
                    COALESCE(( SELECT public.standing_supplier(s.company_id, s.supplier_id) AS standing_supplier
                           FROM public.supplier_states s
                          WHERE ((s.company_id = r.company_id) AND (s.supplier_id = r.supplier_id) AND (s.superseded_by IS NOT NULL))), r.supplier_id) AS standing_id
                   FROM (public.risk_states r
                     CROSS JOIN LATERAL UNNEST(r.contradiction_audits, r.contradiction_cases) c(audit_id, case_id))
                  WHERE (r.contradiction_audits <> '{}'::uuid[])) q
          ORDER BY q.company_id, q.audit_id, q.case_id, (q.supplier_id = q.standing_id) DESC, q.supplier_id) g;

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

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_pkey PRIMARY KEY (company_id, audit_id);

ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (company_id, case_id);

ALTER TABLE ONLY public.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (letter_id);

ALTER TABLE ONLY public.due_notices
    ADD CONSTRAINT due_notices_pkey PRIMARY KEY (company_id, plan_id, due_on, step, escalation);

ALTER TABLE ONLY public.due_rows
    ADD CONSTRAINT due_rows_pkey PRIMARY KEY (kind, aggregate, due_at);

ALTER TABLE ONLY public.editions
    ADD CONSTRAINT editions_company_id_request_id_key UNIQUE (company_id, request_id);

ALTER TABLE ONLY public.editions
    ADD CONSTRAINT editions_pkey PRIMARY KEY (company_id, disclosure, number);

ALTER TABLE ONLY public.exits
    ADD CONSTRAINT exits_pkey PRIMARY KEY (company_id, supplier_id);

ALTER TABLE ONLY public.outbox_counters
    ADD CONSTRAINT outbox_counters_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (topic, part, sequence, month);

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (company_id, plan_id);

ALTER TABLE ONLY public.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (topic, partition);

ALTER TABLE ONLY public.relay_cursors
    ADD CONSTRAINT relay_cursors_pkey PRIMARY KEY (topic, part);

ALTER TABLE ONLY public.relay_lease
    ADD CONSTRAINT relay_lease_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.repairs
    ADD CONSTRAINT repairs_pkey PRIMARY KEY (repair_id);

ALTER TABLE ONLY public.risk_states
    ADD CONSTRAINT risk_states_pkey PRIMARY KEY (company_id, supplier_id);

ALTER TABLE ONLY public.supplier_states
    ADD CONSTRAINT supplier_states_pkey PRIMARY KEY (company_id, supplier_id);

CREATE INDEX dead_letters_open ON public.dead_letters USING btree (recorded_at) WHERE (state = 'open'::text);

CREATE INDEX due_rows_waiting ON public.due_rows USING btree (due_at) WHERE (handled_at IS NULL);

CREATE INDEX superseded_suppliers ON public.supplier_states USING btree (company_id, supplier_id) WHERE (superseded_by IS NOT NULL);

CREATE TRIGGER editions_are_records BEFORE DELETE OR UPDATE OR TRUNCATE ON public.editions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_alter();

CREATE TRIGGER repairs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.repairs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE public.audits ENABLE ROW LEVEL SECURITY;

CREATE POLICY by_company ON public.audits USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.cases USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.due_notices USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.editions USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.exits USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.plans USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.risk_states USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

CREATE POLICY by_company ON public.supplier_states USING ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[]))) WITH CHECK ((company_id = ANY ((( SELECT current_setting('sorgfalt.companies'::text) AS current_setting))::uuid[])));

ALTER TABLE public.cases ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.due_notices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.editions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.exits ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.plans ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.risk_states ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.supplier_states ENABLE ROW LEVEL SECURITY;
