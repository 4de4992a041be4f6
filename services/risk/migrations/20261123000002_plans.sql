-- migrate:up

-- One plan per critical or major finding and per founded complaint and supplier.
create table action_plans (
    company_id uuid not null,
    plan_id uuid not null,            -- uuid5 of what it answers, so a repeat opens nothing twice
    version bigint not null,          -- rises by one with each change that left
    supplier_id uuid not null,
    state text not null,              -- open, closed-delivered, closed-on-paper
    due_on date not null,
    digest bytea not null,            -- sha256 of the published state without its version
    document jsonb not null,          -- the published state, the founded case's version, closing reasons
    primary key (company_id, plan_id)
);
create index action_plans_by_date on action_plans (company_id, due_on, plan_id);
create index action_plans_by_supplier on action_plans (company_id, supplier_id, due_on, plan_id);
alter table action_plans enable row level security;
alter table action_plans force row level security;
create policy action_plans_of_company on action_plans
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- What became of a plan, when and through what; never changed.
create table plan_history (
    company_id uuid not null,
    plan_id uuid not null,
    version bigint not null,          -- the plan's after it, or when a date was announced
    step text not null,               -- opened, put-back, progress, closed, due-soon, due, overdue
    escalation bigint not null,       -- 0 but for overdue
    happened_at timestamptz not null, -- the instant of its cause; of a date the scheduled one
    cause_id text not null,           -- id of the event, the request or the due row
    cause_source text not null,       -- who sent that
    reasons text[] not null,          -- codes: which rule opened it, why and how it was closed
    changes text[] not null,          -- codes: what differs from the state before
    primary key (company_id, plan_id, version, step, escalation)
);
alter table plan_history enable row level security;
alter table plan_history force row level security;
create policy plan_history_of_company on plan_history
    using (company_id = any (current_setting('sorgfalt.companies')::uuid[]))
    with check (company_id = any (current_setting('sorgfalt.companies')::uuid[]));

-- migrate:down
drop table plan_history, action_plans;
