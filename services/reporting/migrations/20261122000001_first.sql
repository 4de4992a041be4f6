-- migrate:up

-- Views of others' facts: the newest state of each aggregate. Nothing here depends on the order or
-- the batch in which facts came, so that a rebuild from the topics gives the same bytes.
create table supplier_states (
    company_id uuid not null,
    supplier_id uuid not null,
    version bigint not null,
    name text,
    relation text,                   -- null: nobody said it
    country text,                    -- null: nobody said it
    site_countries text[] not null,  -- of its sites, sorted, each once; empty: no site is known
    superseded_by uuid,              -- replaced by another record; counts nowhere
    event_id text not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, supplier_id)
);

-- One row an assessment. The arrays run in step, one element a right that the assessment lists; a
-- right that it does not list is unknown.
create table risk_states (
    company_id uuid not null,
    supplier_id uuid not null,
    version bigint not null,
    supplier_version bigint not null,
    method text not null,
    rights text[] not null,
    knowledge text[] not null,
    severities smallint[] not null,
    likelihoods smallint[] not null,
    priorities text[] not null,      -- null: no priority, which is not a low one
    sources text[] not null,         -- in step with editions; sorted
    editions text[] not null,
    event_id text not null,
    topic text not null,
    partition integer not null,
    sequence bigint not null,
    recorded_at timestamptz not null,
    primary key (company_id, supplier_id)
);

alter table supplier_states enable row level security;
alter table supplier_states force row level security;
create policy by_company on supplier_states
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

alter table risk_states enable row level security;
alter table risk_states force row level security;
create policy by_company on risk_states
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

-- What people sum over: one row a supplier and right.
create view risk_rights with (security_invoker = true) as
select r.company_id, r.supplier_id, v.right_code, v.knowledge, v.severity, v.likelihood, v.priority
from risk_states r
cross join lateral unnest(r.rights, r.knowledge, r.severities, r.likelihoods, r.priorities)
    as v (right_code, knowledge, severity, likelihood, priority);

-- The suppliers that figures count, each with the event of its record and that of its verdict. Who
-- has no assessment is judged by the event of the record itself: every right unknown.
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
    r.rights,
    r.knowledge,
    r.priorities,
    coalesce(r.version, s.version) as verdict_version,
    coalesce(r.event_id, s.event_id) as verdict_event_id,
    coalesce(r.topic, s.topic) as verdict_topic,
    coalesce(r.partition, s.partition) as verdict_partition,
    coalesce(r.sequence, s.sequence) as verdict_sequence,
    coalesce(r.recorded_at, s.recorded_at) as verdict_recorded_at
from supplier_states s
left join risk_states r using (company_id, supplier_id)
where s.superseded_by is null;

-- The best knowledge on any of the listed rights; missing without an assessment.
create function best_knowledge(rights text[], knowledge text[], listed text[]) returns text
language sql immutable parallel safe as $$
    select case
        when $1 is null then 'missing'
        when bool_or(v.knowledge = 'known') then 'known'
        when bool_or(v.knowledge = 'assumed') then 'assumed'
        else 'unknown'
    end
    from unnest($1, $2) as v (code, knowledge)
    where v.code = any ($3)
$$;

-- Whether all, some or none of the listed rights are unknown; a right without verdict is unknown.
create function unknown_rights(rights text[], knowledge text[], listed text[]) returns text
language sql immutable parallel safe as $$
    select case count(*)
        when 0 then 'all'
        when cardinality($3) then 'none'
        else 'some'
    end
    from unnest($1, $2) as v (code, knowledge)
    where v.code = any ($3) and v.knowledge in ('known', 'assumed')
$$;

-- What is known of one right; a right without verdict is unknown.
create function knowledge_of(rights text[], knowledge text[], code text) returns text
language sql immutable parallel safe as $$
    select coalesce($2[array_position($1, $3)], 'unknown')
$$;

-- High and how it is known, or unrated for want of data; null for a medium or low priority.
create function high_priority(rights text[], knowledge text[], priorities text[], code text)
returns text language sql immutable parallel safe as $$
    select case
        when $3[array_position($1, $4)] is null then 'unrated'
        when $3[array_position($1, $4)] = 'high' then 'high-' || $2[array_position($1, $4)]
    end
$$;

-- migrate:down
drop view current_suppliers, risk_rights;
drop function best_knowledge(text[], text[], text[]), unknown_rights(text[], text[], text[]),
    knowledge_of(text[], text[], text), high_priority(text[], text[], text[], text);
drop table risk_states, supplier_states;
