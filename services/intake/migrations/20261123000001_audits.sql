-- migrate:up

-- One row for each audit that left as audit-completed; it never changes.
create table audits (
    company_id uuid not null,
    audit_id uuid not null,          -- uuid5 of the sender's system, client and audit number
    supplier_id uuid not null,       -- the id it left with; a merge does not move it
    digest bytea not null,           -- sha256 of what was reported: the same again is no news
    document jsonb not null,         -- the body
    primary key (company_id, audit_id)
);

-- What each row of an imported audit file says, whole; rows that are no audit stay here alone.
create table audit_statements (
    company_id uuid not null,
    statement_id uuid not null,      -- uuid5 of the row's own key and content
    source text not null,
    kind text not null,              -- code of the row's type of event
    supplier_id uuid not null,
    audit_id uuid,                   -- null unless it became audit-completed
    imported_at timestamptz not null,
    document jsonb not null,         -- the row's cells, by column
    primary key (company_id, statement_id)
);
create index audit_statements_supplier on audit_statements (company_id, supplier_id);

alter table audits enable row level security;
alter table audits force row level security;
create policy own_companies on audits
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

alter table audit_statements enable row level security;
alter table audit_statements force row level security;
create policy own_companies on audit_statements
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

-- migrate:down
drop table audit_statements, audits;
