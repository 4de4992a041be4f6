-- name: claim_numbers
-- Put new numbers down, sorted; whoever else is about to put down the same one is waited for.
insert into numbers (kind, value)
select kind, value from unnest($1::text[], $2::text[]) as given (kind, value)
order by kind, value
on conflict (kind, value) do nothing;

-- name: read_numbers
-- Read claimed numbers; a committed one never changes its supplier, so that no lock is needed.
select kind, value, supplier_id
from numbers join unnest($1::text[], $2::text[]) as given (kind, value) using (kind, value);

-- name: lock_identities
-- Lock, sorted, the suppliers given, those they were merged into, and all merged into the same.
with standing as materialized (
    select array_agg(coalesce(superseded_by, supplier_id)) as ids
    from identities where supplier_id = any ($1::uuid[])
)
select supplier_id, kind, value, superseded_by
from identities
where supplier_id = any ($1::uuid[] || (select ids from standing))
   or superseded_by = any ((select ids from standing)::uuid[])
order by supplier_id
for update;

-- name: load_records
-- All records of the suppliers given; their identities are locked.
select r.company_id, r.system, r.client, r.number, r.supplier_id, r.document
from source_records r
join unnest($1::uuid[], $2::uuid[]) as given (company_id, supplier_id)
    on r.company_id = given.company_id and r.supplier_id = given.supplier_id;

-- name: load_suppliers
-- What last left of the suppliers given; their identities are locked.
select s.company_id, s.supplier_id, s.version, s.digest
from suppliers s
join unnest($1::uuid[], $2::uuid[]) as given (company_id, supplier_id)
    on s.company_id = given.company_id and s.supplier_id = given.supplier_id;

-- name: save_numbers
-- Say which supplier a claimed number names, once.
update numbers n set supplier_id = given.supplier_id
from unnest($1::text[], $2::text[], $3::uuid[]) as given (kind, value, supplier_id)
where n.kind = given.kind and n.value = given.value and n.supplier_id is null;

-- name: save_identities
-- Found suppliers and note which were merged away.
insert into identities (supplier_id, kind, value, superseded_by)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])
on conflict (supplier_id) do update set superseded_by = excluded.superseded_by;

-- name: save_records
-- Write records whose statements or supplier changed.
insert into source_records (company_id, system, client, number, supplier_id, document)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::jsonb[])
on conflict (company_id, system, client, number) do update set
    supplier_id = excluded.supplier_id, document = excluded.document;

-- name: save_suppliers
-- Write the states that leave with this transaction.
insert into suppliers (company_id, supplier_id, version, digest, document)
select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[], $5::jsonb[])
on conflict (company_id, supplier_id) do update set
    version = excluded.version, digest = excluded.digest, document = excluded.document;

-- name: claim_received
-- Put events down, sorted; those that are not returned were received before.
insert into received_events (company_id, source, event_id, sha256, received_at)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
    as given (company_id, source, event_id, sha256, received_at)
order by company_id, source, event_id
on conflict (company_id, source, event_id) do nothing
returning company_id, source, event_id;

-- name: finish_received
-- Note what became of claimed events; arrays travel as JSON because unnest would flatten them.
update received_events r set
    verdict = given.verdict,
    reasons = array(select jsonb_array_elements_text(given.reasons)),
    supplier_id = given.supplier_id,
    fact_ids = array(select jsonb_array_elements_text(given.fact_ids)::uuid)
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::uuid[], $7::jsonb[])
    as given (company_id, source, event_id, verdict, reasons, supplier_id, fact_ids)
where r.company_id = given.company_id and r.source = given.source and r.event_id = given.event_id;

-- name: forget_received
-- A refused event was not taken: its sender has the answer and may send it again, mended.
delete from received_events r
using unnest($1::uuid[], $2::text[], $3::text[]) as given (company_id, source, event_id)
where r.company_id = given.company_id and r.source = given.source and r.event_id = given.event_id;

-- name: read_received
-- What became of an event, for whoever may see its company.
select sha256, received_at, verdict, reasons, supplier_id, fact_ids
from received_events where source = $1 and event_id = $2;

-- name: read_suppliers
-- The current state of a supplier for each company the caller may see.
select document from suppliers where supplier_id = $1 order by company_id;

-- name: read_suppliers_by_number
-- The same by a strong number, from its first supplier to the one that stands today.
with recursive chain as (
    select i.supplier_id, i.superseded_by
    from numbers n join identities i using (supplier_id)
    where n.kind = $1 and n.value = $2
    union all
    select i.supplier_id, i.superseded_by
    from chain join identities i on i.supplier_id = chain.superseded_by
)
select s.document
from suppliers s join chain using (supplier_id)
where chain.superseded_by is null
order by s.company_id;

-- name: find_records
-- Which supplier groups each of the records given, as far as they are known.
select r.company_id, r.system, r.client, r.number, r.supplier_id
from source_records r
join unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
    as given (company_id, system, client, number) using (company_id, system, client, number);

-- name: claim_audits
-- Put audits down, sorted; those that are not returned stood before.
insert into audits (company_id, audit_id, supplier_id, digest, document)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::jsonb[])
    as given (company_id, audit_id, supplier_id, digest, document)
order by company_id, audit_id
on conflict (company_id, audit_id) do nothing
returning company_id, audit_id;

-- name: load_audits
-- What stands of the audits given: as which supplier's they left, and the digest of the report.
select a.company_id, a.audit_id, a.supplier_id, a.digest
from audits a
join unnest($1::uuid[], $2::uuid[]) as given (company_id, audit_id) using (company_id, audit_id);

-- name: read_audits
-- An audit as it left, for each company the caller may see.
select document from audits where audit_id = $1 order by company_id;

-- name: save_audit_statements
-- Keep what rows of audit files say; that a row comes once is the guard of received_events.
insert into audit_statements
    (company_id, statement_id, source, kind, supplier_id, audit_id, imported_at, document)
select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[],
    $7::timestamptz[], $8::jsonb[]);

-- name: read_audit_statements
-- A page of what imported rows say, in order of their ids, narrowed by whatever is given.
select statement_id, source, kind, supplier_id, audit_id, imported_at, document
from audit_statements
where ($1::uuid is null or statement_id > $1)
  and ($2::text is null or kind = $2)
  and ($3::uuid is null or supplier_id = $3)
  and ($4::uuid is null or audit_id = $4)
order by statement_id
limit $5;
