-- name: open_profiles
-- Opens an empty profile for each supplier nobody has judged yet, so that it can be locked.
insert into risk_profiles (company_id, supplier_id, supplier_version, version, digest, document)
select company_id, supplier_id, 0, 0, '', '{}'
from unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
order by company_id, supplier_id
on conflict do nothing;

-- name: lock_profiles
-- Locks and returns the profiles in order of their keys.
select company_id, supplier_id, supplier_version, version, digest, superseded_by, is_watched
from risk_profiles
join unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
    using (company_id, supplier_id)
order by company_id, supplier_id
for update of risk_profiles;

-- name: save_profiles
-- Writes profiles whose rows are locked.
update risk_profiles as profile
set supplier_version = judged.supplier_version,
    superseded_by = judged.superseded_by,
    version = judged.version,
    digest = judged.digest,
    supplier = judged.supplier,
    document = judged.document
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::bytea[], $7::jsonb[],
    $8::jsonb[]
) as judged (
    company_id, supplier_id, supplier_version, superseded_by, version, digest, supplier, document
)
where profile.company_id = judged.company_id and profile.supplier_id = judged.supplier_id;

-- name: save_states
-- Notes newer states of suppliers whose rows are locked, before anybody is judged by them.
update risk_profiles as profile
set supplier_version = given.supplier_version,
    superseded_by = given.superseded_by,
    supplier = given.supplier
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::jsonb[])
    as given (company_id, supplier_id, supplier_version, superseded_by, supplier)
where profile.company_id = given.company_id and profile.supplier_id = given.supplier_id;

-- name: read_states
-- The kept states of suppliers; none of one whose own news has not come yet.
select company_id, supplier_id, supplier
from risk_profiles
join unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
    using (company_id, supplier_id)
where supplier_version > 0;

-- name: watch_profiles
-- Marks suppliers for whom there is more to judge by than their own state; never taken back.
update risk_profiles as profile
set is_watched = true
from unnest($1::uuid[], $2::uuid[]) as named (company_id, supplier_id)
where profile.company_id = named.company_id and profile.supplier_id = named.supplier_id
    and not profile.is_watched;

-- name: find_heirs
-- Who carries on for each supplier that was merged into another, at the end of all mergers.
with recursive line (company_id, supplier_id, heir_id) as (
    select wanted.company_id, wanted.supplier_id, profile.superseded_by
    from unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
    join risk_profiles as profile using (company_id, supplier_id)
    where profile.superseded_by is not null
    union
    select line.company_id, line.supplier_id, profile.superseded_by
    from line
    join risk_profiles as profile
        on profile.company_id = line.company_id and profile.supplier_id = line.heir_id
    where profile.superseded_by is not null
)
select line.company_id, line.supplier_id, line.heir_id
from line
left join risk_profiles as profile
    on profile.company_id = line.company_id and profile.supplier_id = line.heir_id
where profile.superseded_by is null
order by line.company_id, line.supplier_id;

-- name: page_profiles
-- The next suppliers that were judged, in order of their keys.
select company_id, supplier_id
from risk_profiles
where (company_id, supplier_id) > ($1, $2) and supplier_version > 0
order by company_id, supplier_id
limit $3;

-- name: count_profiles
-- How many suppliers were judged.
select count(*) from risk_profiles where supplier_version > 0;

-- name: save_verdicts
-- Keeps each verdict once; in order of their keys, so that two writers cannot wait in a ring.
insert into risk_verdicts (company_id, digest, document)
select company_id, digest, document
from unnest($1::uuid[], $2::bytea[], $3::jsonb[]) as verdict (company_id, digest, document)
order by company_id, digest
on conflict do nothing;

-- name: read_profiles
-- What each company the reader may see holds of one supplier.
select
    profile.company_id, profile.supplier_id, profile.supplier_version, profile.version,
    profile.digest, profile.superseded_by, profile.is_watched, profile.supplier,
    profile.document as exposure, verdict.document as verdict
from risk_profiles as profile
join risk_verdicts as verdict using (company_id, digest)
where profile.supplier_id = $1
order by profile.company_id;

-- name: insert_plans
-- Opens plans that nobody has opened; in order of their keys, so that two writers wait, not ring.
insert into action_plans
    (company_id, plan_id, version, supplier_id, state, due_on, digest, document)
select company_id, plan_id, version, supplier_id, state, due_on, digest, document
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::date[], $7::bytea[],
    $8::jsonb[]
) as opened (company_id, plan_id, version, supplier_id, state, due_on, digest, document)
order by company_id, plan_id
on conflict do nothing
returning company_id, plan_id;

-- name: lock_plans
-- Locks and returns plans in order of their keys.
select document
from action_plans
join unnest($1::uuid[], $2::uuid[]) as wanted (company_id, plan_id) using (company_id, plan_id)
order by company_id, plan_id
for update of action_plans;

-- name: save_plans
-- Writes plans whose rows are locked.
update action_plans as plan
set version = changed.version,
    state = changed.state,
    due_on = changed.due_on,
    digest = changed.digest,
    document = changed.document
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::date[], $7::bytea[],
    $8::jsonb[]
) as changed (company_id, plan_id, version, supplier_id, state, due_on, digest, document)
where plan.company_id = changed.company_id and plan.plan_id = changed.plan_id;

-- name: add_plan_history
-- Keeps what became of plans; the same step is kept once.
insert into plan_history
    (company_id, plan_id, version, step, escalation, happened_at, cause_id, cause_source, reasons, changes)
select
    company_id, plan_id, version, step, escalation, happened_at, cause_id, cause_source,
    string_to_array(reasons, ' '), string_to_array(changes, ' ')
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::timestamptz[],
    $7::text[], $8::text[], $9::text[], $10::text[]
) as entry
    (company_id, plan_id, version, step, escalation, happened_at, cause_id, cause_source, reasons, changes)
order by company_id, plan_id, version, step, escalation
on conflict do nothing;

-- name: read_plan
-- One plan of the companies the reader may see.
select document from action_plans where plan_id = $1 order by company_id limit 1;

-- name: read_plan_history
-- What became of one plan: each change, then the dates announced in that version.
select version, step, escalation, happened_at, cause_id, cause_source, reasons, changes
from plan_history
where company_id = $1 and plan_id = $2
order by version, step in ('due-soon', 'due', 'overdue'), happened_at, escalation;

-- name: list_plans
-- One page of plans, the nearest date first; a filter that is null takes all.
select document
from action_plans
where ($1::text is null or state = $1)
    and ($2::uuid is null or supplier_id = $2)
    and (due_on, plan_id) > ($3::date, $4::uuid)
order by due_on, plan_id
limit $5;

-- name: read_origins
-- The origins of kept verdicts.
select company_id, digest, coalesce(document -> 'origins', '[]') as origins
from risk_verdicts
join unnest($1::uuid[], $2::bytea[]) as wanted (company_id, digest) using (company_id, digest);

-- name: add_origin_changes
-- Notes why origins changed.
insert into origin_history (
    company_id, supplier_id, material, version, changed_at, reason, before, after
)
select * from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::text[], $7::jsonb[],
    $8::jsonb[]
);

-- name: read_origin_changes
-- Why one supplier's origins changed, the oldest change first.
select company_id, material, version, changed_at, reason, before, after
from origin_history
where supplier_id = $1
order by company_id, material, version;

-- name: save_audits
-- Keeps each audit once, and says which are new.
insert into evidence_audits (company_id, audit_id, supplier_id, document)
select company_id, audit_id, supplier_id, document
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[])
    as audit (company_id, audit_id, supplier_id, document)
order by company_id, audit_id
on conflict do nothing
returning company_id, audit_id;

-- name: save_cases
-- Keeps the newest state of each case, and says of whom the one before it spoke.
insert into evidence_cases as kept (company_id, case_id, version, supplier_ids, document)
select company_id, case_id, version, suppliers.ids, document
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[])
    as given (company_id, case_id, version, document)
cross join lateral (
    select coalesce(array_agg(each::uuid), '{}') as ids
    from jsonb_array_elements_text(given.document -> 'supplier_ids') as each
) as suppliers
order by company_id, case_id
on conflict (company_id, case_id) do update set
    version = excluded.version,
    supplier_ids = excluded.supplier_ids,
    document = excluded.document
where excluded.version > kept.version
returning kept.company_id, kept.case_id, coalesce(old.supplier_ids, '{}') as previous_ids;

-- name: read_case
-- The latest state of one case.
select document from evidence_cases where company_id = $1 and case_id = $2;

-- name: read_testimony
-- All that is kept of what was said of suppliers, and of those merged into them.
with recursive family (company_id, supplier_id, member_id) as (
    select company_id, supplier_id, supplier_id
    from unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
    union
    select family.company_id, family.supplier_id, profile.supplier_id
    from family
    join risk_profiles as profile
        on profile.company_id = family.company_id and profile.superseded_by = family.member_id
)
select family.company_id, family.supplier_id, 'audit' as kind, audit.document
from family
join evidence_audits as audit
    on audit.company_id = family.company_id and audit.supplier_id = family.member_id
union all
select family.company_id, family.supplier_id, 'complaint', complaint.document
from family
join evidence_cases as complaint
    on complaint.company_id = family.company_id
    and complaint.supplier_ids @> array[family.member_id]
union all
select family.company_id, family.supplier_id, 'decision', decision.document
from family
join evidence_audits as audit
    on audit.company_id = family.company_id and audit.supplier_id = family.member_id
join contradiction_decisions as decision
    on decision.company_id = audit.company_id and decision.audit_id = audit.audit_id;

-- name: save_decision
-- Keeps a ruling, unless there is one.
insert into contradiction_decisions (company_id, audit_id, case_id, document)
values ($1, $2, $3, $4)
on conflict do nothing
returning audit_id;

-- name: read_decision
-- The ruling about one contradiction.
select document from contradiction_decisions
where company_id = $1 and audit_id = $2 and case_id = $3;

-- name: lapse_contradictions
-- Before suppliers' contradictions are written anew: what is open and not found again has lapsed.
update contradictions as kept
set state = 'lapsed'
from unnest($1::uuid[], $2::uuid[]) as judged (company_id, supplier_id)
where kept.company_id = judged.company_id and kept.supplier_id = judged.supplier_id
    and kept.state = 'open';

-- name: save_contradictions
-- Writes the contradictions of suppliers as they were just found.
insert into contradictions (company_id, audit_id, case_id, supplier_id, site_id, rights, state)
select company_id, audit_id, case_id, supplier_id, site_id, string_to_array(rights, ' '), state
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
    as found (company_id, audit_id, case_id, supplier_id, site_id, rights, state)
order by company_id, audit_id, case_id
on conflict (company_id, audit_id, case_id) do update set
    supplier_id = excluded.supplier_id,
    site_id = excluded.site_id,
    rights = excluded.rights,
    state = excluded.state;

-- name: read_contradictions
-- Contradictions in one of some states, with what was ruled about them.
select
    kept.audit_id, kept.case_id, kept.supplier_id, kept.site_id, kept.rights, kept.state,
    decision.document as decision
from contradictions as kept
left join contradiction_decisions as decision using (company_id, audit_id, case_id)
where kept.state = any($1::text[])
order by kept.company_id, kept.supplier_id, kept.audit_id, kept.case_id;

-- name: find_contradiction
-- Of which supplier a contradiction is, and in which state.
select supplier_id, state from contradictions
where company_id = $1 and audit_id = $2 and case_id = $3;

-- name: find_open_contradictions
-- What is open at suppliers, each by its own id.
select company_id, supplier_id, audit_id, case_id, site_id
from contradictions
join unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
    using (company_id, supplier_id)
where state = 'open'
order by company_id, supplier_id, audit_id, case_id;
