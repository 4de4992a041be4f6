-- migrate:up

-- A supplier's own state is kept, so that it can be judged again when something is said of it.
alter table risk_profiles
    add column supplier jsonb not null default '{}',       -- the state that was judged last
    add column superseded_by uuid,                         -- who carries on for it
    add column is_watched boolean not null default false;  -- there is more to judge by than its state
create index risk_profiles_by_heir on risk_profiles (company_id, superseded_by)
    where superseded_by is not null;
-- States judged before this were not kept: the next news of such a supplier is read as its first.
alter table risk_profiles no force row level security;
update risk_profiles set supplier_version = 0;
alter table risk_profiles force row level security;

-- Audits as they were reported, one row each, never changed.
create table evidence_audits (
    company_id uuid not null,
    audit_id uuid not null,
    supplier_id uuid not null,
    document jsonb not null,
    primary key (company_id, audit_id)
);
create index evidence_audits_by_supplier on evidence_audits (company_id, supplier_id);
alter table evidence_audits enable row level security;
alter table evidence_audits force row level security;
create policy evidence_audits_of_company on evidence_audits
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- Complaints in their latest state, one row a case: codes and days, no text, no person.
create table evidence_cases (
    company_id uuid not null,
    case_id uuid not null,
    version bigint not null,
    supplier_ids uuid[] not null,     -- whom a handler attributed it to
    document jsonb not null,
    primary key (company_id, case_id)
);
create index evidence_cases_by_supplier on evidence_cases using gin (supplier_ids);
alter table evidence_cases enable row level security;
alter table evidence_cases force row level security;
create policy evidence_cases_of_company on evidence_cases
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- What people ruled about contradictions: one ruling each, never changed.
create table contradiction_decisions (
    company_id uuid not null,
    audit_id uuid not null,
    case_id uuid not null,
    document jsonb not null,          -- ruling, reasons, role, moment; a note that stays here
    primary key (company_id, audit_id, case_id)
);
alter table contradiction_decisions enable row level security;
alter table contradiction_decisions force row level security;
create policy contradiction_decisions_of_company on contradiction_decisions
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- Contradictions as the last judgement of their supplier found them; history stays.
create table contradictions (
    company_id uuid not null,
    audit_id uuid not null,
    case_id uuid not null,
    supplier_id uuid not null,        -- who stands for the audited supplier
    site_id uuid,
    rights text[] not null,
    state text not null check (state in ('open', 'decided', 'lapsed')),
    primary key (company_id, audit_id, case_id)
);
create index contradictions_open on contradictions (company_id, supplier_id) where state = 'open';
alter table contradictions enable row level security;
alter table contradictions force row level security;
create policy contradictions_of_company on contradictions
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- Why the origin held of a material changed, one row a change.
create table origin_history (
    company_id uuid not null,
    supplier_id uuid not null,
    material text not null,
    version bigint not null,          -- of the verdict that changed it
    changed_at timestamptz not null,
    reason text not null,
    before jsonb,                     -- the origin that was held; null when there was none
    after jsonb,                      -- the origin that replaced it; null when none is held now
    primary key (company_id, supplier_id, material, version)
);
alter table origin_history enable row level security;
alter table origin_history force row level security;
create policy origin_history_of_company on origin_history
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- migrate:down
drop table origin_history, contradictions, contradiction_decisions, evidence_cases, evidence_audits;
drop index risk_profiles_by_heir;
alter table risk_profiles drop column is_watched, drop column superseded_by, drop column supplier;
