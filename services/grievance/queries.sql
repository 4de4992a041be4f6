-- name: insert_cases
-- New cases; one whose receipt or origin is known is left out, and the answer shows it.
insert into cases (
    company_id, case_id, version, digest, stage, wrapped_key, receipt_key, receipt_lookup, origin,
    document
)
select *
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[], $5::text[], $6::bytea[], $7::bytea[],
    $8::bytea[], $9::bytea[], $10::jsonb[]
)
on conflict do nothing
returning case_id;

-- name: save_cases
-- Writes cases whose rows are locked.
update cases as kept
set version = saved.version,
    digest = saved.digest,
    stage = saved.stage,
    document = saved.document
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[], $5::text[], $6::jsonb[])
    as saved (company_id, case_id, version, digest, stage, document)
where kept.company_id = saved.company_id and kept.case_id = saved.case_id;

-- name: lock_cases
-- Locks and returns cases in order of their keys.
select document, version, digest, wrapped_key
from cases
where company_id = $1 and case_id = any ($2::uuid[])
order by company_id, case_id
for update;

-- name: lock_case_of_receipt
-- Locks and returns the case that a receipt belongs to.
select document, version, digest, wrapped_key, receipt_key
from cases
where company_id = $1 and receipt_lookup = $2
for update;

-- name: read_case_of_receipt
-- Returns the case that a receipt belongs to.
select document, version, digest, wrapped_key, receipt_key
from cases
where company_id = $1 and receipt_lookup = $2;

-- name: read_case
-- Returns one case.
select document, version, digest, wrapped_key
from cases
where company_id = $1 and case_id = $2;

-- name: read_cases
-- Returns cases in order of their random ids, from after $3 on, of one stage or of all.
select document, version, digest, wrapped_key
from cases
where
    company_id = $1
    and ($2::text is null or stage = $2)
    and ($3::uuid is null or case_id > $3)
order by case_id
limit $4;

-- name: insert_entries
-- Keeps texts as ciphertext.
insert into entries (company_id, case_id, number, kind, ciphertext)
select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bytea[]);

-- name: read_entries
-- Returns the texts of a case as ciphertext, oldest first.
select number, kind, ciphertext
from entries
where company_id = $1 and case_id = $2
order by number;

-- name: hold_cases
-- Notes cases whose news may not leave yet; the answer tells those that were not held before.
insert into held_cases (company_id, case_id, release_at)
select $1, held.case_id, $3
from unnest($2::uuid[]) as held (case_id)
order by held.case_id
on conflict do nothing
returning case_id;

-- name: read_held_cases
-- Returns the cases whose news may leave by now.
select case_id
from held_cases
where company_id = $1 and release_at <= $2
order by case_id;

-- name: let_go_cases
-- Ends the holding of cases whose rows are locked; the answer tells those that were held.
delete from held_cases
where company_id = $1 and case_id = any ($2::uuid[])
returning case_id;

-- name: forget_wakings
-- Removes handled wake-ups: they would tell for ever in which hours somebody wrote.
delete from due_rows
where kind = $1 and aggregate = any ($2::text[]);

-- name: save_known_suppliers
-- Keeps the newest state of each supplier; in order of their keys, against waiting in a ring.
insert into known_suppliers as known (
    company_id, supplier_id, version, superseded_by, name, country, site_ids
)
select company_id, supplier_id, version, superseded_by, name, country, site_ids::uuid[]
from unnest(
    $1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[]
) as said (company_id, supplier_id, version, superseded_by, name, country, site_ids)
order by company_id, supplier_id
on conflict (company_id, supplier_id) do update
set version = excluded.version,
    superseded_by = excluded.superseded_by,
    name = excluded.name,
    country = excluded.country,
    site_ids = excluded.site_ids
where excluded.version > known.version;

-- name: read_known_suppliers
-- Returns what is known of suppliers.
select supplier_id, version, superseded_by, name, country, site_ids
from known_suppliers
where company_id = $1 and supplier_id = any ($2::uuid[]);

-- name: find_known_suppliers
-- Returns the suppliers that stand and have a text in their name.
select supplier_id, version, superseded_by, name, country, site_ids
from known_suppliers
where company_id = $1 and superseded_by is null and strpos(lower(name), lower($2)) > 0
order by name, supplier_id
limit $3;

-- name: find_unknown_sites
-- Returns those of the sites that no known supplier has.
select wanted.site_id
from unnest($2::uuid[]) as wanted (site_id)
where not exists (
    select 1 from known_suppliers as known
    where known.company_id = $1 and known.site_ids @> array[wanted.site_id]
);

-- name: find_cases
-- Returns cases for a handler's list: of a stage, a supplier, a state of a timed step, a due day.
select document, version, digest, wrapped_key
from cases
where
    company_id = $1
    and ($2::text is null or stage = $2)
    and ($3::text is null or $3 in (document ->> 'acknowledgement', document ->> 'feedback'))
    and (
        $4::text is null
        or (
            document ->> 'acknowledgement' in ('awaited', 'overdue')
            and document -> 'deadlines' ->> 'acknowledge_by' <= $4
        )
        or (
            document ->> 'feedback' in ('awaited', 'overdue')
            and document -> 'deadlines' ->> 'feedback_by' <= $4
        )
    )
    and ($5::text is null or document -> 'supplier_ids' ? $5)
    and ($6::uuid is null or case_id > $6)
order by case_id
limit $7;

-- name: read_imported_cases
-- Returns cases that came from files, in order of their ids, from after $2 on.
select document, version, digest, wrapped_key
from cases
where company_id = $1 and origin is not null and ($2::uuid is null or case_id > $2)
order by case_id
limit $3;
