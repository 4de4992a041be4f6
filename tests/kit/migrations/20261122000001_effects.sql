-- migrate:up
create table effects (
    key text primary key,
    applied bigint not null,
    text text not null check (length(text) < 20)
);

-- migrate:down
drop table effects;
