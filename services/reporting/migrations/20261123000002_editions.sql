-- migrate:up

-- Frozen editions are records, not views: no rebuild makes or touches them. The document is the
-- canonical JSON, compressed by Zstandard; sha256 is that of the canonical bytes before compression.
create table editions (
    company_id uuid not null,
    disclosure text not null,
    number integer not null check (number > 0), -- 1, 2, 3 and no gap: made in turn, see below
    edition_id uuid not null,
    frozen_at timestamptz not null,
    rule_pack text not null,
    rule_pack_edition text not null,
    as_of text not null,                        -- short name of the position in the log
    content_sha256 text not null,               -- of the record alone: equal for equal states
    previous_sha256 text,                       -- null for the first edition
    sha256 text not null,
    size_bytes bigint not null,                 -- of the canonical bytes
    request_id text not null,                   -- the same request again is answered by the same edition
    document bytea not null,
    primary key (company_id, disclosure, number),
    unique (company_id, request_id),
    check ((number = 1) = (previous_sha256 is null))
);
alter table editions alter column document set storage external; -- it is compressed already

alter table editions enable row level security;
alter table editions force row level security;
create policy by_company on editions
    using (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]))
    with check (company_id = any ((select current_setting('sorgfalt.companies'))::uuid[]));

-- Not even the owner alters what was frozen; who drops the table or this trigger to do so breaks
-- the chain of hashes, and the facts on the topic disclosure-published stay as they are.
create function refuse_to_alter() returns trigger
language plpgsql as $$
begin
    raise exception 'a frozen edition is a record: it can be neither altered nor removed'
        using errcode = 'object_not_in_prerequisite_state';
end
$$;
create trigger editions_are_records before update or delete or truncate on editions
    for each statement execute function refuse_to_alter();

-- Holds no row. Who freezes locks it before the first look at anything, so that each sees all that
-- was frozen before, and numbers leave no gap.
create table edition_turns ();

-- migrate:down
drop table edition_turns, editions;
drop function refuse_to_alter();
