-- name: save_supplier_states
-- Keep the newest state of each supplier; an older or equal version changes nothing.
insert into supplier_states as t (
    company_id, supplier_id, version, name, relation, country, site_countries, superseded_by,
    event_id, topic, partition, sequence, recorded_at
)
select
    g.company_id, g.supplier_id, g.version, g.name, g.relation, g.country,
    g.site_countries::text[], g.superseded_by,
    g.event_id, g.topic, g.partition, g.sequence, g.recorded_at
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::uuid[], $9::text[], $10::text[], $11::integer[], $12::bigint[], $13::timestamptz[]
) as g (
    company_id, supplier_id, version, name, relation, country, site_countries, superseded_by,
    event_id, topic, partition, sequence, recorded_at
)
on conflict (company_id, supplier_id) do update set
    version = excluded.version,
    name = excluded.name,
    relation = excluded.relation,
    country = excluded.country,
    site_countries = excluded.site_countries,
    superseded_by = excluded.superseded_by,
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where excluded.version > t.version;

-- name: save_risk_states
-- Keep the newest assessment of each supplier; lists travel as array literals, one a row.
insert into risk_states as t (
    company_id, supplier_id, version, supplier_version, method,
    known, assumed, rated, high, sources, editions,
    event_id, topic, partition, sequence, recorded_at
)
select
    g.company_id, g.supplier_id, g.version, g.supplier_version, g.method,
    g.known::text[], g.assumed::text[], g.rated::text[], g.high::text[],
    g.sources::text[], g.editions::text[],
    g.event_id, g.topic, g.partition, g.sequence, g.recorded_at
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::integer[], $15::bigint[], $16::timestamptz[]
) as g (
    company_id, supplier_id, version, supplier_version, method,
    known, assumed, rated, high, sources, editions,
    event_id, topic, partition, sequence, recorded_at
)
on conflict (company_id, supplier_id) do update set
    version = excluded.version,
    supplier_version = excluded.supplier_version,
    method = excluded.method,
    known = excluded.known,
    assumed = excluded.assumed,
    rated = excluded.rated,
    high = excluded.high,
    sources = excluded.sources,
    editions = excluded.editions,
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where excluded.version > t.version;

-- name: read_position
-- How far the log had been read, in the snapshot of the figures.
select topic, partition, next_offset, last_sequence from progress order by topic, partition;

-- name: count_loose_ends
-- What was read and stands in no figure: merged suppliers, waiting assessments, unlisted verdicts.
select
    (
        select count(*) from supplier_states
        where company_id = $1 and superseded_by is not null
    ) as merged,
    (
        select count(*) from risk_states r
        where r.company_id = $1 and not exists (
            select 1 from supplier_states s
            where s.company_id = r.company_id and s.supplier_id = r.supplier_id
        )
    ) as waiting,
    (
        select count(*) from current_suppliers s cross join lateral unnest(s.known || s.assumed) as v (code)
        where s.company_id = $1 and v.code <> all ($2::text[])
    ) as unlisted;

-- name: count_sources
-- The bodies of data that current assessments cite, and for how many suppliers.
select v.source, v.edition, count(*) as suppliers
from risk_states r
join supplier_states s using (company_id, supplier_id)
cross join lateral unnest(r.sources, r.editions) as v (source, edition)
where r.company_id = $1 and s.superseded_by is null
group by 1, 2
order by 1, 2;

-- name: count_methods
-- The methods of current assessments, and for how many suppliers.
select r.method, count(*) as suppliers
from risk_states r join supplier_states s using (company_id, supplier_id)
where r.company_id = $1 and s.superseded_by is null
group by 1
order by 1;

-- name: count_suppliers_by_relation
-- How many suppliers stand in each relation to the company.
select relation as row_code, '' as column_code, count(*) as value
from current_suppliers
where company_id = $1
group by 1, 2;

-- name: list_suppliers_by_relation
-- The suppliers of one relation, by the event of their record.
select supplier_id, name, version, event_id, topic, partition, sequence, recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and relation = $4
order by supplier_id
limit $3;

-- name: count_suppliers_by_country
-- How many suppliers are recorded in each country.
select country as row_code, '' as column_code, count(*) as value
from current_suppliers
where company_id = $1
group by 1, 2;

-- name: list_suppliers_by_country
-- The suppliers of one country, by the event of their record.
select supplier_id, name, version, event_id, topic, partition, sequence, recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and country = $4
order by supplier_id
limit $3;

-- name: count_suppliers_by_site_country
-- How many suppliers have a site in each country; a supplier counts once in each of its countries.
select c.code as row_code, '' as column_code, count(*) as value
from current_suppliers s cross join lateral unnest(s.site_countries) as c (code)
where s.company_id = $1
group by 1, 2;

-- name: list_suppliers_by_site_country
-- The suppliers with a site in one country, by the event of their record.
select supplier_id, name, version, event_id, topic, partition, sequence, recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and $4 = any (site_countries)
order by supplier_id
limit $3;

-- name: count_suppliers_assessed
-- How many suppliers are assessed, by the best knowledge on any listed right.
select case
        when has_verdict then best_knowledge($2::text[], known, assumed) else 'missing'
    end as row_code, '' as column_code, count(*) as value
from current_suppliers
where company_id = $1
group by 1, 2;

-- name: list_suppliers_assessed
-- The suppliers of one state of assessment, by the event that decides it.
select supplier_id, name, verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and case
        when has_verdict then best_knowledge($5::text[], known, assumed) else 'missing'
    end = $4
order by supplier_id
limit $3;

-- name: count_assessed_by_relation
-- What the assessments of each relation rest on; without an assessment everything is unknown.
select
    relation as row_code,
    best_knowledge($2::text[], known, assumed) as column_code,
    count(*) as value
from current_suppliers
where company_id = $1
group by 1, 2;

-- name: list_assessed_by_relation
-- The suppliers of one relation and state of assessment, by the event that decides it.
select supplier_id, name, verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and relation = $4
    and best_knowledge($6::text[], known, assumed) = $5
order by supplier_id
limit $3;

-- name: count_suppliers_with_unknown_rights
-- For how many suppliers all, some or none of the listed rights are unknown.
select unknown_rights($2::text[], known, assumed) as row_code, '' as column_code, count(*) as value
from current_suppliers
where company_id = $1
group by 1, 2;

-- name: list_suppliers_with_unknown_rights
-- The suppliers with all, some or no unknown rights, by the event that decides it.
select supplier_id, name, verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and unknown_rights($5::text[], known, assumed) = $4
order by supplier_id
limit $3;

-- name: count_rights_by_knowledge
-- For each listed right: for how many suppliers it is known, assumed, unknown.
select r.code as row_code, knowledge_of(r.code, s.known, s.assumed) as column_code, count(*) as value
from current_suppliers s cross join unnest($2::text[]) as r (code)
where s.company_id = $1
group by 1, 2;

-- name: list_rights_by_knowledge
-- The suppliers for which one right is known, assumed or unknown.
select supplier_id, name, verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and knowledge_of($4, known, assumed) = $5
order by supplier_id
limit $3;

-- name: count_high_priority_by_right
-- For each listed right: suppliers of high priority, and those without a rating.
select r.code as row_code, high_priority(r.code, s.known, s.rated, s.high) as column_code, count(*) as value
from current_suppliers s cross join unnest($2::text[]) as r (code)
where s.company_id = $1
    and high_priority(r.code, s.known, s.rated, s.high) is not null
group by 1, 2;

-- name: list_high_priority_by_right
-- The suppliers whose priority on one right is high, or that have no rating.
select supplier_id, name, verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
    and high_priority($4, known, rated, high) = $5
order by supplier_id
limit $3;
