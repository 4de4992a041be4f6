-- migrate:up

-- Cases, one row each. What people wrote is in entries; here are codes, days and wrapped keys.
create table cases (
    company_id uuid not null,
    case_id uuid not null,           -- random; nothing of the complaint is in it
    version bigint not null,         -- of the fact that was last given to the outbox; 0: none yet
    digest bytea not null,           -- sha256 of that fact without version and padding
    stage text not null,
    wrapped_key bytea not null,      -- the case's key under one that lies outside the database
    receipt_key bytea,               -- the same key under one that only the receipt gives
    receipt_lookup bytea,            -- keyed hash of the receipt; imported cases have none
    origin bytea,                    -- keyed hash of source and number of an imported case
    document jsonb not null,         -- the case: codes, days, steps
    primary key (company_id, case_id)
);
create unique index cases_by_receipt on cases (company_id, receipt_lookup);
create unique index cases_by_origin on cases (company_id, origin);
alter table cases enable row level security;
alter table cases force row level security;
create policy cases_of_company on cases
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- Texts, as ciphertext only, padded to classes of length. The day of a text is inside as well.
create table entries (
    company_id uuid not null,
    case_id uuid not null,
    number integer not null,
    kind text not null,
    ciphertext bytea not null,
    primary key (company_id, case_id, number)
);
alter table entries enable row level security;
alter table entries force row level security;
create policy entries_of_company on entries
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- Cases whose news may not leave yet. No sequence: the order of writing is not to be seen.
create table held_cases (
    company_id uuid not null,
    case_id uuid not null,
    release_at timestamptz not null,
    primary key (company_id, case_id)
);
alter table held_cases enable row level security;
alter table held_cases force row level security;
create policy held_cases_of_company on held_cases
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- What intake says of suppliers, as far as handlers need it to say whom a case is about.
create table known_suppliers (
    company_id uuid not null,
    supplier_id uuid not null,
    version bigint not null,
    superseded_by uuid,
    name text,
    country text,
    site_ids uuid[] not null,
    primary key (company_id, supplier_id)
);
create index known_suppliers_by_site on known_suppliers using gin (site_ids);
alter table known_suppliers enable row level security;
alter table known_suppliers force row level security;
create policy known_suppliers_of_company on known_suppliers
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- migrate:down
drop table known_suppliers, held_cases, entries, cases;
