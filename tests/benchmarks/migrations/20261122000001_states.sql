-- migrate:up
create table states (
    supplier_id text primary key, seq bigint not null, event_id uuid not null, kind text not null,
    name text not null, country text not null, site text not null, tier integer not null,
    spend bigint not null, updated_at timestamptz not null
);
create table raw_offsets (partition integer primary key, next_offset bigint not null);

-- migrate:down
drop table states, raw_offsets;
