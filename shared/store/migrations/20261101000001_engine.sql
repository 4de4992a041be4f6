-- migrate:up

-- Where this service stands in each partition it reads; moved in the transaction of the effect.
create table progress (
    topic text not null,
    partition integer not null,
    topic_id uuid not null,          -- a re-created topic has another id and starts at offset 0
    epoch bigint not null default 1, -- raised at assignment: a stale owner's batch matches no row
    next_offset bigint not null default 0,
    last_sequence bigint,            -- null: the first sequence seen is taken as it is
    halted text,                     -- why the partition was stopped at a gap
    primary key (topic, partition)
);

-- The fact store of the service: what leaves it, and what it can be asked to publish again.
create table outbox (
    month date not null,
    topic text not null,
    part integer not null,
    sequence bigint not null,        -- gap-free per (topic, part), in commit order
    key bytea not null,
    event_id uuid not null,
    type text not null,
    company_id uuid,
    correlation_id text not null,
    causation_id text not null,
    depth integer not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    traceparent text,                -- where the chain began
    hop text,                        -- the transaction that wrote the row
    data bytea not null,
    primary key (topic, part, sequence, month)
) partition by range (month);

-- The row lock on a counter makes number order equal commit order; an identity column does not.
create table outbox_counters (
    topic text not null,
    part integer not null,
    last_sequence bigint not null default 0, -- era * 2^40 + n
    month date not null default date_trunc('month', now()), -- never falls, so that it follows sequence
    primary key (topic, part)
);

create table relay_lease (
    only_row boolean primary key default true check (only_row),
    holder text not null,
    fencing bigint not null,
    expires_at timestamptz not null
);

create table relay_cursors (
    topic text not null,
    part integer not null,
    month date not null,
    sequence bigint not null,
    fencing bigint not null,
    primary key (topic, part)
);

create table dead_letters (
    letter_id uuid primary key,
    topic text not null,
    partition integer not null,
    offset_ bigint not null,
    reason text not null,
    where_ text not null,
    key bytea,
    headers bytea not null,          -- as read, JSON list of [name, base64]
    value bytea,                     -- above our limit only the first 64 KiB
    size_bytes bigint not null,
    sha256 text not null,
    recorded_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'redriven', 'discarded'))
);
create index dead_letters_open on dead_letters (recorded_at) where state = 'open';

create table due_rows (
    kind text not null,
    aggregate text not null,
    due_at timestamptz not null,
    company_id uuid not null,
    document jsonb not null,
    handled_at timestamptz,
    primary key (kind, aggregate, due_at)
);
create index due_rows_waiting on due_rows (due_at) where handled_at is null;

-- Run-time roles own nothing, so the owner's function opens the months ahead for them.
create function outbox_open_months(ahead integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    first date;
begin
    for i in 0..ahead loop
        first := date_trunc('month', now())::date + make_interval(months => i);
        execute format(
            'create table if not exists outbox_%s partition of outbox for values from (%L) to (%L)',
            to_char(first, 'YYYY_MM'), first, first + interval '1 month'
        );
    end loop;
end
$$;
select outbox_open_months(2);

-- migrate:down
drop function outbox_open_months(integer);
drop table due_rows, dead_letters, relay_cursors, relay_lease, outbox_counters, outbox, progress;
