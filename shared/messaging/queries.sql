-- name: save_dead_letters
-- Keep what could not be taken, bytes unchanged; the primary key makes a second time harmless.
insert into dead_letters (
    letter_id, topic, partition, offset_, reason, where_, key, headers, value, size_bytes, sha256,
    recorded_at
)
select * from unnest(
    $1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::text[], $6::text[], $7::bytea[],
    $8::bytea[], $9::bytea[], $10::bigint[], $11::text[], $12::timestamptz[]
)
on conflict (letter_id) do nothing;

-- name: open_cursors
-- One cursor per counter, fenced by the new leader; a new cursor starts before everything.
insert into relay_cursors as r (topic, part, month, sequence, fencing)
select topic, part, '-infinity'::date, 0, $1 from outbox_counters order by topic, part
on conflict (topic, part) do update set fencing = greatest(r.fencing, excluded.fencing);

-- name: waiting_places
-- Where facts wait: the counter stands above the cursor.
select c.topic, c.part, r.month, coalesce(r.sequence, 0) as sequence, c.last_sequence
from outbox_counters c left join relay_cursors r using (topic, part)
where c.last_sequence > coalesce(r.sequence, 0)
order by c.topic, c.part;

-- name: read_outbox
-- The next facts of one partition, in sequence; the cursor's month prunes partitions.
select month, sequence, key, event_id, type, company_id, correlation_id, causation_id, depth,
    occurred_at, recorded_at, traceparent, hop, data
from outbox
where topic = $1 and part = $2 and sequence > $3 and month >= $4
order by sequence
limit $5;

-- name: move_cursor
-- After the broker's acknowledgement; a leader with an old fencing number moves nothing.
insert into relay_cursors as r (topic, part, month, sequence, fencing)
values ($1, $2, $3, $4, $5)
on conflict (topic, part) do update set
    month = excluded.month, sequence = excluded.sequence, fencing = excluded.fencing
where r.fencing <= excluded.fencing and r.sequence < excluded.sequence
returning sequence;

-- name: read_counters
-- The highest number given per partition, to hold against what the broker has.
select topic, part, last_sequence from outbox_counters;

-- name: open_outbox_months
-- Make sure the partitions of this and the next two months exist.
select outbox_open_months(2);
