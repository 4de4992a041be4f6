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

-- One row an assessment, its rights sorted by what is known of them. What stands in neither `known`
-- nor `assumed` is unknown: no list holds it, so no list can lose it. (One row a
-- right instead took seven times as long to write.)
create table risk_states (
    company_id uuid not null,
    supplier_id uuid not null,
    version bigint not null,
    supplier_version bigint not null,
    method text not null,
    known text[] not null,
    assumed text[] not null,
    rated text[] not null,           -- known or assumed, with a priority
    high text[] not null,            -- rated, and to be acted on first
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

-- What is known of one right.
create function knowledge_of(code text, known text[], assumed text[]) returns text
language sql immutable parallel safe as $$
    select case when $1 = any ($2) then 'known' when $1 = any ($3) then 'assumed' else 'unknown' end
$$;

-- The best knowledge on any of the listed rights.
create function best_knowledge(listed text[], known text[], assumed text[]) returns text
language sql immutable parallel safe as $$
    select case when $1 && $2 then 'known' when $1 && $3 then 'assumed' else 'unknown' end
$$;

-- Whether all, some or none of the listed rights are unknown.
create function unknown_rights(listed text[], known text[], assumed text[]) returns text
language sql immutable parallel safe as $$
    select case when not $1 && ($2 || $3) then 'all' when $1 <@ ($2 || $3) then 'none' else 'some' end
$$;

-- High and how it is known, or unrated for want of data; null for a medium or low priority.
create function high_priority(code text, known text[], rated text[], high text[]) returns text
language sql immutable parallel safe as $$
    select case
        when $1 = any ($4) and $1 = any ($2) then 'high-known'
        when $1 = any ($4) then 'high-assumed'
        when not $1 = any ($3) then 'unrated'
    end
$$;

-- migrate:down
drop view current_suppliers;
drop function knowledge_of(text, text[], text[]), best_knowledge(text[], text[], text[]),
    unknown_rights(text[], text[], text[]), high_priority(text, text[], text[], text[]);
drop table risk_states, supplier_states;
