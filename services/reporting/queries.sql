-- name: save_supplier_states
-- Keep the newest state of each supplier; an older or equal version changes nothing.
insert into supplier_states as t (
    company_id, supplier_id, version, name, relation, country, site_countries, materials,
    superseded_by, event_id, topic, partition, sequence, recorded_at
)
select
    g.company_id, g.supplier_id, g.version, g.name, g.relation, g.country,
    g.site_countries::text[], g.materials::text[], g.superseded_by,
    g.event_id, g.topic, g.partition, g.sequence, g.recorded_at
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::uuid[], $10::text[], $11::text[], $12::integer[], $13::bigint[],
    $14::timestamptz[]
) as g (
    company_id, supplier_id, version, name, relation, country, site_countries, materials,
    superseded_by, event_id, topic, partition, sequence, recorded_at
)
on conflict (company_id, supplier_id) do update set
    version = excluded.version,
    name = excluded.name,
    relation = excluded.relation,
    country = excluded.country,
    site_countries = excluded.site_countries,
    materials = excluded.materials,
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
    known, assumed, rated, high, high_known, sources, editions,
    contradiction_audits, contradiction_cases, origin_materials, origin_bases,
    event_id, topic, partition, sequence, recorded_at
)
select
    g.company_id, g.supplier_id, g.version, g.supplier_version, g.method,
    g.known::text[], g.assumed::text[], g.rated::text[], g.high::text[], g.high_known::text[],
    g.sources::text[], g.editions::text[],
    g.contradiction_audits::uuid[], g.contradiction_cases::uuid[],
    g.origin_materials::text[], g.origin_bases::text[],
    g.event_id, g.topic, g.partition, g.sequence, g.recorded_at
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[],
    $16::text[], $17::text[], $18::text[], $19::integer[], $20::bigint[], $21::timestamptz[]
) as g (
    company_id, supplier_id, version, supplier_version, method,
    known, assumed, rated, high, high_known, sources, editions,
    contradiction_audits, contradiction_cases, origin_materials, origin_bases,
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
    high_known = excluded.high_known,
    sources = excluded.sources,
    editions = excluded.editions,
    contradiction_audits = excluded.contradiction_audits,
    contradiction_cases = excluded.contradiction_cases,
    origin_materials = excluded.origin_materials,
    origin_bases = excluded.origin_bases,
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where excluded.version > t.version;

-- name: save_audits
-- Keep the audit that was recorded first under its id, in whatever order they came.
insert into audits as t (
    company_id, audit_id, supplier_id, kind, scheme, held_on, has_result,
    finding_parts, finding_grades, finding_rights,
    event_id, topic, partition, sequence, recorded_at
)
select
    g.company_id, g.audit_id, g.supplier_id, g.kind, g.scheme, g.held_on, g.has_result,
    g.finding_parts::text[], g.finding_grades::text[], g.finding_rights::text[],
    g.event_id, g.topic, g.partition, g.sequence, g.recorded_at
from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::boolean[],
    $8::text[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::integer[], $14::bigint[], $15::timestamptz[]
) as g (
    company_id, audit_id, supplier_id, kind, scheme, held_on, has_result,
    finding_parts, finding_grades, finding_rights,
    event_id, topic, partition, sequence, recorded_at
)
on conflict (company_id, audit_id) do update set
    supplier_id = excluded.supplier_id,
    kind = excluded.kind,
    scheme = excluded.scheme,
    held_on = excluded.held_on,
    has_result = excluded.has_result,
    finding_parts = excluded.finding_parts,
    finding_grades = excluded.finding_grades,
    finding_rights = excluded.finding_rights,
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where (excluded.recorded_at, excluded.event_id) < (t.recorded_at, t.event_id);

-- name: save_due_notices
-- Keep the notice that was recorded first for one date, step and escalation of a plan.
insert into due_notices as t (
    company_id, plan_id, due_on, step, escalation,
    event_id, topic, partition, sequence, recorded_at
)
select * from unnest(
    $1::uuid[], $2::uuid[], $3::date[], $4::text[], $5::integer[],
    $6::text[], $7::text[], $8::integer[], $9::bigint[], $10::timestamptz[]
)
on conflict (company_id, plan_id, due_on, step, escalation) do update set
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where (excluded.recorded_at, excluded.event_id) < (t.recorded_at, t.event_id);

-- name: save_cases
-- Keep the newest state of each complaint; an older or equal version changes nothing.
insert into cases as t (
    company_id, case_id, version, stage, rights, severity, substantiated, outcome,
    is_attributed, acknowledgement, feedback, remedy,
    event_id, topic, partition, sequence, recorded_at
)
select
    g.company_id, g.case_id, g.version, g.stage, g.rights::text[], g.severity, g.substantiated,
    g.outcome, g.is_attributed, g.acknowledgement, g.feedback, g.remedy,
    g.event_id, g.topic, g.partition, g.sequence, g.recorded_at
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::smallint[], $7::boolean[],
    $8::text[], $9::boolean[], $10::text[], $11::text[], $12::text[],
    $13::text[], $14::text[], $15::integer[], $16::bigint[], $17::timestamptz[]
) as g (
    company_id, case_id, version, stage, rights, severity, substantiated, outcome,
    is_attributed, acknowledgement, feedback, remedy,
    event_id, topic, partition, sequence, recorded_at
)
on conflict (company_id, case_id) do update set
    version = excluded.version,
    stage = excluded.stage,
    rights = excluded.rights,
    severity = excluded.severity,
    substantiated = excluded.substantiated,
    outcome = excluded.outcome,
    is_attributed = excluded.is_attributed,
    acknowledgement = excluded.acknowledgement,
    feedback = excluded.feedback,
    remedy = excluded.remedy,
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where excluded.version > t.version;

-- name: save_plans
-- Keep the newest state of each plan; an older or equal version changes nothing.
insert into plans as t (
    company_id, plan_id, version, supplier_id, case_id, state, due_on, effect,
    event_id, topic, partition, sequence, recorded_at
)
select * from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[], $7::date[],
    $8::text[], $9::text[], $10::text[], $11::integer[], $12::bigint[], $13::timestamptz[]
)
on conflict (company_id, plan_id) do update set
    version = excluded.version,
    supplier_id = excluded.supplier_id,
    case_id = excluded.case_id,
    state = excluded.state,
    due_on = excluded.due_on,
    effect = excluded.effect,
    event_id = excluded.event_id,
    topic = excluded.topic,
    partition = excluded.partition,
    sequence = excluded.sequence,
    recorded_at = excluded.recorded_at
where excluded.version > t.version;

-- name: save_exits
-- Keep the newest dossier on each relation; an older or equal version changes nothing.
insert into exits as t (
    company_id, supplier_id, version, state, event_id, topic, partition, sequence, recorded_at
)
select * from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::text[],
    $5::text[], $6::text[], $7::integer[], $8::bigint[], $9::timestamptz[]
)
on conflict (company_id, supplier_id) do update set
    version = excluded.version,
    state = excluded.state,
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
-- What was read and stands in no figure: merged records, waiting assessments, stray notices.
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
    ) as unlisted,
    (select count(*) from plans where company_id = $1)
        - (select count(*) from current_plans where company_id = $1) as merged_plans,
    (
        select count(*) from due_notices n
        where n.company_id = $1 and n.due_on is distinct from (
            select p.due_on from plans p
            where p.company_id = n.company_id and p.plan_id = n.plan_id
        )
    ) as stray_notices;

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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    version, event_id, topic, partition, sequence, recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    version, event_id, topic, partition, sequence, recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    version, event_id, topic, partition, sequence, recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
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
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
    and high_priority($4, known, rated, high) = $5
order by supplier_id
limit $3;

-- name: take_edition_turn
-- Freeze one after another. It comes first in its transaction: a lock is taken without a snapshot.
lock table edition_turns in exclusive mode;

-- name: find_edition_of_request
-- The edition that a request made, if it made one.
select disclosure, number, edition_id, frozen_at, as_of, rule_pack, rule_pack_edition,
    content_sha256, previous_sha256, sha256, size_bytes
from editions
where company_id = $1 and request_id = $2;

-- name: list_editions
-- All editions of a company without their documents, by disclosure, the latest first.
select disclosure, number, edition_id, frozen_at, as_of, rule_pack, rule_pack_edition,
    content_sha256, previous_sha256, sha256, size_bytes
from editions
where company_id = $1
order by disclosure, number desc;

-- name: read_latest_edition
-- The edition with the highest number, without its document.
select disclosure, number, edition_id, frozen_at, as_of, rule_pack, rule_pack_edition,
    content_sha256, previous_sha256, sha256, size_bytes
from editions
where company_id = $1 and disclosure = $2
order by number desc
limit 1;

-- name: read_edition
-- One edition with its document.
select number, sha256, document
from editions
where company_id = $1 and disclosure = $2 and number = $3;

-- name: list_edition_numbers
-- The numbers on record up to one of them.
select number
from editions
where company_id = $1 and disclosure = $2 and number <= $3
order by number;

-- name: insert_edition
-- Keep a frozen edition for ever.
insert into editions (
    company_id, disclosure, number, edition_id, frozen_at, as_of, rule_pack, rule_pack_edition,
    content_sha256, previous_sha256, sha256, size_bytes, request_id, document
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: count_audits_by_kind
-- How many audits and awards there are, with and without a result.
select kind as row_code, result as column_code, count(*) as value
from current_audits
where company_id = $1
group by 1, 2;

-- name: list_audits_by_kind
-- The audits of one kind, with or without a result.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_audits
where company_id = $1 and (subject_id, part) > ($2, $3) and kind = $5 and result = $6
order by subject_id, part
limit $4;

-- name: count_audits_by_scheme
-- How many audits and awards were made under each scheme.
select scheme as row_code, kind as column_code, count(*) as value
from current_audits
where company_id = $1
group by 1, 2;

-- name: list_audits_by_scheme
-- The audits or awards under one scheme.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_audits
where company_id = $1 and (subject_id, part) > ($2, $3) and scheme = $5 and kind = $6
order by subject_id, part
limit $4;

-- name: count_findings_by_grade
-- How many findings of each grade auditors made.
select grade as row_code, '' as column_code, count(*) as value
from current_findings
where company_id = $1
group by 1, 2;

-- name: list_findings_by_grade
-- The findings of one grade, by the event of their audit.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_findings
where company_id = $1 and (subject_id, part) > ($2, $3) and grade = $5
order by subject_id, part
limit $4;

-- name: count_contradictions_open
-- How many contradictions between an audit and a complaint wait for a decision.
select 'open' as row_code, '' as column_code, count(*) as value
from open_contradictions
where company_id = $1
group by 1, 2;

-- name: list_contradictions_open
-- The contradictions that wait for a decision, by the assessment that tells them.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from open_contradictions
where company_id = $1 and (subject_id, part) > ($2, $3) and 'open' = $5
order by subject_id, part
limit $4;

-- name: count_origins_by_material
-- For each material: how many suppliers have an origin, and what it rests on.
select material as row_code, basis as column_code, count(*) as value
from current_origins
where company_id = $1
group by 1, 2;

-- name: list_origins_by_material
-- The suppliers whose origin of one material is assumed, confirmed or missing.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_origins
where company_id = $1 and (subject_id, part) > ($2, $3) and material = $5 and basis = $6
order by subject_id, part
limit $4;

-- name: count_plans_by_state
-- How many plans are open, overdue, closed with delivery or on paper.
select state as row_code, '' as column_code, count(*) as value
from current_plans
where company_id = $1
group by 1, 2;

-- name: list_plans_by_state
-- The plans of one state, by the event that decides it.
select subject_kind, subject_id, part, label, state_version as version,
    state_event_id as event_id, state_topic as topic, state_partition as partition,
    state_sequence as sequence, state_recorded_at as recorded_at
from current_plans
where company_id = $1 and (subject_id, part) > ($2, $3) and state = $5
order by subject_id, part
limit $4;

-- name: count_plans_by_effect
-- How many plans have an outcome indicator, and how many count activity only.
select effect as row_code, '' as column_code, count(*) as value
from current_plans
where company_id = $1
group by 1, 2;

-- name: list_plans_by_effect
-- The plans with one kind of indicator.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_plans
where company_id = $1 and (subject_id, part) > ($2, $3) and effect = $5
order by subject_id, part
limit $4;

-- name: count_exits_by_state
-- How many relations are ending, suspended or kept after a dossier.
select state as row_code, '' as column_code, count(*) as value
from current_exits
where company_id = $1
group by 1, 2;

-- name: list_exits_by_state
-- The relations of one state, by their dossier.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_exits
where company_id = $1 and (subject_id, part) > ($2, $3) and state = $5
order by subject_id, part
limit $4;

-- name: count_complaints_by_stage
-- How many complaints stand at each stage of the procedure.
select stage as row_code, '' as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_complaints_by_stage
-- The complaints at one stage.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and stage = $5
order by subject_id, part
limit $4;

-- name: count_complaints_by_topic
-- How many complaints are about each right; a complaint counts once in each of its topics.
select t.code as row_code, '' as column_code, count(*) as value
from current_cases c cross join lateral unnest(c.topics) as t (code)
where c.company_id = $1
group by 1, 2;

-- name: list_complaints_by_topic
-- The complaints about one right, or those whose topic is unknown.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and $5 = any (topics)
order by subject_id, part
limit $4;

-- name: count_complaints_by_outcome
-- How many complaints are open, and how the others ended.
select outcome as row_code, '' as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_complaints_by_outcome
-- The complaints with one end, or those still open.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and outcome = $5
order by subject_id, part
limit $4;

-- name: count_complaints_by_judgement
-- How many complaints are founded, not founded, or not decided yet.
select judgement as row_code, '' as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_complaints_by_judgement
-- The complaints with one judgement.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and judgement = $5
order by subject_id, part
limit $4;

-- name: count_acknowledged_in_time
-- How many complaints were acknowledged in time.
select acknowledgement as row_code, '' as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_acknowledged_in_time
-- The complaints whose acknowledgement stands alike.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and acknowledgement = $5
order by subject_id, part
limit $4;

-- name: count_feedback_in_time
-- How many complaints got feedback in time.
select feedback as row_code, '' as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_feedback_in_time
-- The complaints whose feedback stands alike.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and feedback = $5
order by subject_id, part
limit $4;

-- name: count_remedies_by_state
-- What remedy the people behind complaints have received.
select remedy as row_code, '' as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_remedies_by_state
-- The complaints whose remedy stands alike.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and remedy = $5
order by subject_id, part
limit $4;

-- name: count_remedies_by_judgement
-- What remedy people have received, by whether their complaint is founded.
select remedy as row_code, judgement as column_code, count(*) as value
from current_cases
where company_id = $1
group by 1, 2;

-- name: list_remedies_by_judgement
-- The complaints of one judgement whose remedy stands alike.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from current_cases
where company_id = $1 and (subject_id, part) > ($2, $3) and remedy = $5 and judgement = $6
order by subject_id, part
limit $4;

-- name: count_gaps
-- How many things lack something that the record needs.
select gap as row_code, '' as column_code, count(*) as value
from open_gaps($1, $2::text[], $3::text[])
group by 1, 2;

-- name: list_gaps
-- The things that lack one thing, by the event that shows it.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from open_gaps($1, $6::text[], $7::text[])
where (subject_id, part collate "C") > ($2, $3) and gap = $5
order by subject_id, part collate "C"
limit $4;

-- name: count_actual_impacts
-- For each item of an annex: founded complaints and critical findings; each counts once in an item.
select
    coalesce(m.item, 'unknown') as row_code,
    i.ground as column_code,
    count(distinct (i.subject_id, i.part)) as value
from actual_impacts i
left join unnest($2::text[], $3::text[]) as m (right_code, item) on m.right_code = any (i.rights)
where i.company_id = $1
group by 1, 2;

-- name: list_actual_impacts
-- The founded complaints or critical findings of one item, or those that no item covers.
select subject_kind, subject_id, part, label, version,
    event_id, topic, partition, sequence, recorded_at
from actual_impacts i
where i.company_id = $1 and (i.subject_id, i.part) > ($2, $3) and i.ground = $6
    and case when $5 = 'unknown' then not i.rights && $7::text[] else i.rights && array(
        select right_code from unnest($7::text[], $8::text[]) as m (right_code, item)
        where m.item = $5
    ) end
order by i.subject_id, i.part
limit $4;

-- name: count_potential_impacts
-- For each item of an annex: suppliers by the best knowledge on any right it rests on.
select m.item as row_code, best_knowledge(m.rights, s.known, s.assumed) as column_code,
    count(*) as value
from current_suppliers s
cross join (
    select item, array_agg(right_code) as rights
    from unnest($2::text[], $3::text[]) as g (right_code, item)
    group by item
) m
where s.company_id = $1
group by 1, 2;

-- name: list_potential_impacts
-- The suppliers for which one item is known, assumed or unknown.
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
    and best_knowledge(
        array(
            select right_code from unnest($6::text[], $7::text[]) as g (right_code, item)
            where item = $4
        ), known, assumed
    ) = $5
order by supplier_id
limit $3;

-- name: count_prioritised_impacts
-- For each item of an annex: suppliers of high priority on a right it rests on, and unrated ones.
select m.item as row_code, highest_priority(m.rights, s.high_known, s.rated, s.high) as column_code,
    count(*) as value
from current_suppliers s
cross join (
    select item, array_agg(right_code) as rights
    from unnest($2::text[], $3::text[]) as g (right_code, item)
    group by item
) m
where s.company_id = $1 and highest_priority(m.rights, s.high_known, s.rated, s.high) is not null
group by 1, 2;

-- name: list_prioritised_impacts
-- The suppliers of high priority on one item, or those that have no rating on it.
select 'supplier' as subject_kind, supplier_id as subject_id, '' as part, name as label,
    verdict_version as version, verdict_event_id as event_id,
    verdict_topic as topic, verdict_partition as partition, verdict_sequence as sequence,
    verdict_recorded_at as recorded_at
from current_suppliers
where company_id = $1 and supplier_id > $2
    and highest_priority(
        array(
            select right_code from unnest($6::text[], $7::text[]) as g (right_code, item)
            where item = $4
        ), high_known, rated, high
    ) = $5
order by supplier_id
limit $3;
