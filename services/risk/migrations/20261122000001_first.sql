-- migrate:up

-- How far risk is with each supplier, one row per obliged company and supplier.
create table risk_profiles (
    company_id uuid not null,
    supplier_id uuid not null,
    supplier_version bigint not null, -- the state of the supplier that was judged last
    version bigint not null,          -- rises by one with each verdict that differs
    digest bytea not null,            -- sha256 of the verdict without its versions
    document jsonb not null,          -- exposure: the places that counted, with their materials
    primary key (company_id, supplier_id)
);
create index risk_profiles_by_supplier on risk_profiles (supplier_id);
alter table risk_profiles enable row level security;
alter table risk_profiles force row level security;
create policy risk_profiles_of_company on risk_profiles
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- Verdicts by content, never changed: suppliers of one country and material share theirs.
create table risk_verdicts (
    company_id uuid not null,
    digest bytea not null,
    document jsonb not null,          -- method and verdict per right with its reasons
    primary key (company_id, digest)
);
alter table risk_verdicts enable row level security;
alter table risk_verdicts force row level security;
create policy risk_verdicts_of_company on risk_verdicts
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- migrate:down
drop table risk_verdicts, risk_profiles;
