-- migrate:up

-- The two older views of facts gain columns that only their facts can fill. Views are rebuilt, not
-- repaired: they are emptied here, and their topics, kept for ever, are read again from the start.
truncate supplier_states, risk_states;
update progress set next_offset = 0, last_sequence = null
where topic in ('supplier-updated', 'risk-assessed');

alter table supplier_states
    add column materials text[] not null;            -- of the supplier and its sites, sorted
alter table risk_states
    add column high_known text[] not null,           -- high, and known
    add column contradiction_audits uuid[] not null, -- in step with contradiction_cases; sorted
    add column contradiction_cases uuid[] not null,
    add column origin_materials text[] not null,     -- in step with origin_bases; sorted, each once
    add column origin_bases text[] not null;
create index superseded_suppliers on supplier_states (company_id, supplier_id)
    where superseded_by is not null;

-- One-shots: the first one recorded stands, whichever came first. Text keys sort by bytes, so that
-- pages of evidence have the same order everywhere.
create table audits (
    company_id uuid not null,
    audit_id uuid not null,
    supplier_id uuid not null,
    kind text,                       -- null: a kind that this reader does not know
    scheme text not null,
    held_on text,                    -- a day, month or year; null: nobody said it
    has_result boolean not null,
    finding_parts text[] not null,   -- the three are in step
    finding_grades text[] not null,
    finding_rights text[] not null,  -- codes separated by blanks; empty: the finding names none
    event_id text collate "C" not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, audit_id)
);

create table due_notices (
    company_id uuid not null,
    plan_id uuid not null,
    due_on date not null,
    step text not null,
    escalation integer not null,
    event_id text collate "C" not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, plan_id, due_on, step, escalation)
);

-- The newest state of each complaint, of which two topics tell under one count of versions. Codes
-- and days only; whom it is about is not kept, only whether somebody has said it.
create table cases (
    company_id uuid not null,
    case_id uuid not null,
    version bigint not null,
    stage text,                      -- null in this table: a code that this reader does not know
    rights text[] not null,          -- sorted, each once; empty: no topic is known
    severity smallint,               -- null: nobody has rated it
    substantiated boolean,           -- null: nobody has decided it
    outcome text,                    -- null: not closed, or closed without a known end
    is_attributed boolean not null,
    acknowledgement text,
    feedback text,
    remedy text,
    event_id text not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, case_id)
);

create table plans (
    company_id uuid not null,
    plan_id uuid not null,
    version bigint not null,
    supplier_id uuid not null,
    case_id uuid,                    -- null: the plan answers a finding
    state text,                      -- null: a state that this reader does not know
    due_on date not null,
    effect text not null,            -- outcome-met, outcome-set or activity-only
    event_id text not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, plan_id)
);

create table exits (
    company_id uuid not null,
    supplier_id uuid not null,
    version bigint not null,
    state text,                      -- null: a state that this reader does not know
    event_id text not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, supplier_id)
);

alter table audits enable row level security;
alter table audits force row level security;
create policy by_company on audits
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));
alter table due_notices enable row level security;
alter table due_notices force row level security;
create policy by_company on due_notices
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));
alter table cases enable row level security;
alter table cases force row level security;
create policy by_company on cases
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));
alter table plans enable row level security;
alter table plans force row level security;
create policy by_company on plans
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));
alter table exits enable row level security;
alter table exits force row level security;
create policy by_company on exits
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

-- What else a supplier's record and assessment say, for the figures of this edition.
create or replace view current_suppliers with (security_invoker = true) as
select
    s.company_id,
    s.supplier_id,
    s.name,
    s.version,
    coalesce(s.relation, 'unknown') as relation,
    coalesce(s.country, 'unknown') as country,
    case when s.site_countries = '{}' then '{unknown}' else s.site_countries end as site_countries,
    s.event_id,
    s.topic,
    s.partition,
    s.sequence,
    s.recorded_at,
    r.version is not null as has_verdict,
    coalesce(r.known, '{}') as known,
    coalesce(r.assumed, '{}') as assumed,
    coalesce(r.rated, '{}') as rated,
    coalesce(r.high, '{}') as high,
    coalesce(r.version, s.version) as verdict_version,
    coalesce(r.event_id, s.event_id) as verdict_event_id,
    coalesce(r.topic, s.topic) as verdict_topic,
    coalesce(r.partition, s.partition) as verdict_partition,
    coalesce(r.sequence, s.sequence) as verdict_sequence,
    coalesce(r.recorded_at, s.recorded_at) as verdict_recorded_at,
    s.materials,
    coalesce(r.origin_materials, '{}') as origin_materials,
    coalesce(r.origin_bases, '{}') as origin_bases,
    coalesce(r.sources, '{}') as sources,
    coalesce(r.editions, '{}') as editions,
    coalesce(r.high_known, '{}') as high_known
from supplier_states s
left join risk_states r using (company_id, supplier_id)
where s.superseded_by is null;

-- The supplier that stands at the end of the way from a superseded one. (`union` keeps each step
-- once, so that a ring of records ends; nobody stands at its end, and all in it for themselves.)
create function standing_supplier(company uuid, supplier uuid) returns uuid
language sql stable as $$
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
$$;

-- Audits, under the name of the supplier that stands. Names are looked up row by row, by the whole
-- key: a join would depend on statistics that a young table does not have. (`offset 0` keeps the
-- two look-ups apart; merged into one they would not use the whole key.)
create view current_audits with (security_invoker = true) as
select
    a.company_id,
    'audit' as subject_kind,
    a.audit_id as subject_id,
    '' as part,
    (
        select n.name from supplier_states n
        where n.company_id = a.company_id and n.supplier_id = a.standing_id
    ) as label,
    null::bigint as version,
    coalesce(a.kind, 'unknown') as kind,
    a.scheme,
    a.held_on,
    case when a.has_result then 'known' else 'missing' end as result,
    a.finding_parts,
    a.finding_grades,
    a.finding_rights,
    a.event_id,
    a.topic,
    a.partition,
    a.sequence,
    a.recorded_at
from (
    select
        q.*,
        coalesce((
            select standing_supplier(s.company_id, s.supplier_id) from supplier_states s
            where s.company_id = q.company_id and s.supplier_id = q.supplier_id
                and s.superseded_by is not null
        ), q.supplier_id) as standing_id
    from audits q
    offset 0
) a;

create view current_findings with (security_invoker = true) as
select
    a.company_id,
    a.subject_kind,
    a.subject_id,
    f.part collate "C" as part,
    a.label,
    a.version,
    f.grade,
    string_to_array(f.rights, ' ') as rights,
    a.event_id,
    a.topic,
    a.partition,
    a.sequence,
    a.recorded_at
from current_audits a
cross join lateral unnest(a.finding_parts, a.finding_grades, a.finding_rights)
    as f (part, grade, rights);

-- Complaints; the only name a complaint has here is its id.
create view current_cases with (security_invoker = true) as
select
    company_id,
    'case' as subject_kind,
    case_id as subject_id,
    '' as part,
    case_id::text as label,
    version,
    coalesce(stage, 'unknown') as stage,
    rights,
    case when rights = '{}' then '{unknown}' else rights end as topics,
    severity,
    case
        when substantiated then 'founded'
        when substantiated is null then 'undecided' else 'not-founded'
    end as judgement,
    case
        when outcome is not null then outcome
        when stage in ('closed', 'refused') or stage is null then 'unknown' else 'open'
    end as outcome,
    is_attributed,
    coalesce(acknowledgement, 'unknown') as acknowledgement,
    coalesce(feedback, 'unknown') as feedback,
    coalesce(remedy, 'unknown') as remedy,
    event_id,
    topic,
    partition,
    sequence,
    recorded_at
from cases;

-- Plans. One complaint and the supplier that stands make one plan: a plan made for a record that
-- was merged later counts only where there is none for the record that stands.
create view current_plans with (security_invoker = true) as
select
    p.company_id,
    'plan' as subject_kind,
    p.plan_id as subject_id,
    '' as part,
    (
        select n.name from supplier_states n
        where n.company_id = p.company_id and n.supplier_id = p.standing_id
    ) as label,
    p.version,
    p.effect,
    case when p.case_id is null then 'finding' else 'complaint' end as ground,
    case when d.event_id is not null then 'overdue' else coalesce(p.state, 'unknown') end as state,
    p.event_id,
    p.topic,
    p.partition,
    p.sequence,
    p.recorded_at,
    case when d.event_id is null then p.version end as state_version,
    coalesce(d.event_id, p.event_id) as state_event_id,
    coalesce(d.topic, p.topic) as state_topic,
    coalesce(d.partition, p.partition) as state_partition,
    coalesce(d.sequence, p.sequence) as state_sequence,
    coalesce(d.recorded_at, p.recorded_at) as state_recorded_at
from (
    select distinct on (
        g.company_id, coalesce(g.case_id, g.plan_id),
        case when g.case_id is not null then g.standing_id end
    )
        g.*
    from (
        select
            q.*,
            coalesce((
                select standing_supplier(s.company_id, s.supplier_id) from supplier_states s
                where s.company_id = q.company_id and s.supplier_id = q.supplier_id
                    and s.superseded_by is not null
            ), q.supplier_id) as standing_id
        from plans q
    ) g
    order by
        g.company_id, coalesce(g.case_id, g.plan_id),
        case when g.case_id is not null then g.standing_id end,
        g.supplier_id = g.standing_id desc, g.plan_id
) p
left join lateral (
    select n.event_id, n.topic, n.partition, n.sequence, n.recorded_at
    from due_notices n
    where n.company_id = p.company_id and n.plan_id = p.plan_id and n.due_on = p.due_on
        and n.step = 'overdue'
    order by n.escalation desc
    limit 1
) d on p.state = 'open';

-- A clean audit beside a complaint that nobody has decided between; each pair once.
create view open_contradictions with (security_invoker = true) as
select
    g.company_id,
    'audit' as subject_kind,
    g.audit_id as subject_id,
    g.case_id::text collate "C" as part,
    (
        select n.name from supplier_states n
        where n.company_id = g.company_id and n.supplier_id = g.standing_id
    ) as label,
    g.version,
    g.event_id,
    g.topic,
    g.partition,
    g.sequence,
    g.recorded_at
from (
    select distinct on (q.company_id, q.audit_id, q.case_id) q.*
    from (
        select
            r.*,
            c.audit_id,
            c.case_id,
            coalesce((
                select standing_supplier(s.company_id, s.supplier_id) from supplier_states s
                where s.company_id = r.company_id and s.supplier_id = r.supplier_id
                    and s.superseded_by is not null
            ), r.supplier_id) as standing_id
        from risk_states r
        cross join lateral unnest(r.contradiction_audits, r.contradiction_cases)
            as c (audit_id, case_id)
        where r.contradiction_audits <> '{}'
    ) q
    order by
        q.company_id, q.audit_id, q.case_id, q.supplier_id = q.standing_id desc, q.supplier_id
) g;

-- Each material of each supplier, and what its origin rests on.
create view current_origins with (security_invoker = true) as
select
    s.company_id,
    'supplier' as subject_kind,
    s.supplier_id as subject_id,
    m.material collate "C" as part,
    s.name as label,
    s.verdict_version as version,
    m.material,
    coalesce(s.origin_bases[array_position(s.origin_materials, m.material)], 'none') as basis,
    s.verdict_event_id as event_id,
    s.verdict_topic as topic,
    s.verdict_partition as partition,
    s.verdict_sequence as sequence,
    s.verdict_recorded_at as recorded_at
from current_suppliers s
cross join lateral (select distinct unnest(s.materials || s.origin_materials) as material) m;

-- Dossiers on ends of relations, one for each supplier that stands.
create view current_exits with (security_invoker = true) as
select
    e.company_id,
    'supplier' as subject_kind,
    e.supplier_id as subject_id,
    '' as part,
    (
        select n.name from supplier_states n
        where n.company_id = e.company_id and n.supplier_id = e.standing_id
    ) as label,
    e.version,
    coalesce(e.state, 'unknown') as state,
    e.event_id,
    e.topic,
    e.partition,
    e.sequence,
    e.recorded_at
from (
    select distinct on (g.company_id, g.standing_id) g.*
    from (
        select
            q.*,
            coalesce((
                select standing_supplier(s.company_id, s.supplier_id) from supplier_states s
                where s.company_id = q.company_id and s.supplier_id = q.supplier_id
                    and s.superseded_by is not null
            ), q.supplier_id) as standing_id
        from exits q
    ) g
    order by
        g.company_id, g.standing_id, g.supplier_id = g.standing_id desc, g.supplier_id
) e;

-- Harm that has happened: complaints found to be founded, and critical findings of audits.
create view actual_impacts with (security_invoker = true) as
select
    company_id, 'complaint' as ground, rights,
    subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where judgement = 'founded'
union all
select
    company_id, 'finding', rights,
    subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_findings
where grade = 'critical';

-- High and how it is known over several rights, or unrated when none of them has a rating.
create function highest_priority(listed text[], high_known text[], rated text[], high text[])
returns text
language sql immutable parallel safe as $$
    select case
        when $1 && $2 then 'high-known'
        when $1 && $4 then 'high-assumed'
        when not $1 && $3 then 'unrated'
    end
$$;

-- What is missing, one row for each thing that lacks something, with the event that shows it.
-- `listed` are the rights of the rules, `outdated` sources as code/edition. One branch a gap, so
-- that a list of one gap reads nothing for the others.
create function open_gaps(company uuid, listed text[], outdated text[]) returns table (
    gap text, subject_kind text, subject_id uuid, part text, label text, version bigint,
    event_id text, topic text, partition integer, sequence bigint, recorded_at timestamptz
)
language sql stable as $$
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
$$;

-- migrate:down
drop function open_gaps(uuid, text[], text[]);
drop function highest_priority(text[], text[], text[], text[]);
drop view actual_impacts, current_exits, current_origins, open_contradictions, current_plans,
    current_cases, current_findings, current_audits, current_suppliers;
drop function standing_supplier(uuid, uuid);
drop table exits, plans, cases, due_notices, audits;
drop index superseded_suppliers;
alter table risk_states
    drop column high_known, drop column contradiction_audits, drop column contradiction_cases,
    drop column origin_materials, drop column origin_bases;
alter table supplier_states drop column materials;
create view current_suppliers with (security_invoker = true) as
select
    s.company_id,
    s.supplier_id,
    s.name,
    s.version,
    coalesce(s.relation, 'unknown') as relation,
    coalesce(s.country, 'unknown') as country,
    case when s.site_countries = '{}' then '{unknown}' else s.site_countries end as site_countries,
    s.event_id,
    s.topic,
    s.partition,
    s.sequence,
    s.recorded_at,
    r.version is not null as has_verdict,
    coalesce(r.known, '{}') as known,
    coalesce(r.assumed, '{}') as assumed,
    coalesce(r.rated, '{}') as rated,
    coalesce(r.high, '{}') as high,
    coalesce(r.version, s.version) as verdict_version,
    coalesce(r.event_id, s.event_id) as verdict_event_id,
    coalesce(r.topic, s.topic) as verdict_topic,
    coalesce(r.partition, s.partition) as verdict_partition,
    coalesce(r.sequence, s.sequence) as verdict_sequence,
    coalesce(r.recorded_at, s.recorded_at) as verdict_recorded_at
from supplier_states s
left join risk_states r using (company_id, supplier_id)
where s.superseded_by is null;
