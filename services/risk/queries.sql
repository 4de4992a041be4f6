-- name: open_profiles
-- Opens an empty profile for each supplier nobody has judged yet, so that it can be locked.
insert into risk_profiles (company_id, supplier_id, supplier_version, version, digest, document)
select company_id, supplier_id, 0, 0, '', '{}'
from unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
order by company_id, supplier_id
on conflict do nothing;

-- name: lock_profiles
-- Locks and returns the profiles in order of their keys.
select company_id, supplier_id, supplier_version, version, digest
from risk_profiles
join unnest($1::uuid[], $2::uuid[]) as wanted (company_id, supplier_id)
    using (company_id, supplier_id)
order by company_id, supplier_id
for update of risk_profiles;

-- name: save_profiles
-- Writes profiles whose rows are locked.
update risk_profiles as profile
set supplier_version = judged.supplier_version,
    version = judged.version,
    digest = judged.digest,
    document = judged.document
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bytea[], $6::jsonb[])
    as judged (company_id, supplier_id, supplier_version, version, digest, document)
where profile.company_id = judged.company_id and profile.supplier_id = judged.supplier_id;

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
    profile.digest, profile.document as exposure, verdict.document as verdict
from risk_profiles as profile
join risk_verdicts as verdict using (company_id, digest)
where profile.supplier_id = $1
order by profile.company_id;
