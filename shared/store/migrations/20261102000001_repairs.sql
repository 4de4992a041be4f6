-- migrate:up

-- What operators did to the line and why. Rows are added and never changed.
create table repairs (
    repair_id bigint generated always as identity primary key,
    done_at timestamptz not null default clock_timestamp(),
    action text not null,
    subject text not null,
    reason text not null,
    operator text not null,          -- a role or a handle, no person's name
    details jsonb not null
);

create function refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$;
create trigger repairs_stay before update or delete or truncate on repairs
    for each statement execute function refuse_change();

-- A letter keeps its original bytes; what a person made of them stands beside.
alter table dead_letters
    add column mended bytea,
    add column attempts integer not null default 0;

-- migrate:down
alter table dead_letters drop column mended, drop column attempts;
drop table repairs;
drop function refuse_change();
