-- migrate:up

-- Identity is installation-wide: these two tables have no company, hold numbers and our own ids
-- alone, and are only ever read on the way to rows that row-level security guards.
create table identities (
    supplier_id uuid primary key,
    kind text not null,              -- the strong number that founded it
    value text not null,
    superseded_by uuid               -- set once it was merged away, never taken back
);
create index identities_superseded on identities (superseded_by) where superseded_by is not null;

-- No foreign key to identities: both are written in one transaction, and the check would cost one
-- look-up for each number of a first load.
create table numbers (
    kind text not null check (kind in ('lei', 'bpn', 'erp')),
    value text not null,
    supplier_id uuid,                -- null only within the transaction that claims the number
    primary key (kind, value)
);

-- One row for each object of a sender's system; rows never merge, a supplier groups them.
create table source_records (
    company_id uuid not null,
    system text not null,
    client text not null,
    number text not null,
    supplier_id uuid not null,
    document jsonb not null,         -- per field: value, source, said_at, heard_at
    primary key (company_id, system, client, number)
) with (fillfactor = 80);            -- a nightly dump touches every row in place
create index source_records_supplier on source_records (company_id, supplier_id);

-- The state that last left as supplier-updated.
create table suppliers (
    company_id uuid not null,
    supplier_id uuid not null,
    version bigint not null,
    digest bytea not null,           -- sha256 of the body with version 0: no change, no fact
    document jsonb not null,         -- the body
    primary key (company_id, supplier_id)
) with (fillfactor = 80);

-- The HTTP door's guard: what was taken once is answered from here and has no second effect.
create table received_events (
    company_id uuid not null,
    source text not null,
    event_id text not null,
    sha256 text not null,
    received_at timestamptz not null,
    verdict text check (verdict in ('recorded', 'unchanged')), -- null only within its transaction
    reasons text[],
    supplier_id uuid,
    fact_ids uuid[],
    primary key (company_id, source, event_id)
);

-- The sub-select lets Postgres read the setting once a statement instead of once a row.
alter table source_records enable row level security;
alter table source_records force row level security;
create policy own_companies on source_records
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

alter table suppliers enable row level security;
alter table suppliers force row level security;
create policy own_companies on suppliers
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

alter table received_events enable row level security;
alter table received_events force row level security;
create policy own_companies on received_events
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

-- migrate:down
drop table received_events, suppliers, source_records, numbers, identities;
