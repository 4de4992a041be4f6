-- name: note_repair
-- Keep what was done, by whom, and why.
insert into repairs (action, subject, reason, operator, details)
select $1, subject, $3, $4, $5 from unnest($2::text[]) as subject;

-- name: list_letters
-- Letters of one state, the oldest first; null filters nothing.
select letter_id, topic, partition, offset_, reason, where_, size_bytes, recorded_at, state,
    attempts, mended is not null as is_mended
from dead_letters
where state = $1 and ($2::text is null or topic = $2) and ($3::text is null or reason = $3)
order by recorded_at, topic, partition, offset_
limit $4;

-- name: read_letters
-- Letters whole, as they were received and as they were mended.
select letter_id, topic, partition, offset_, reason, where_, size_bytes, recorded_at, state,
    attempts, mended is not null as is_mended, key, headers, value, mended, sha256
from dead_letters where letter_id = any($1::uuid[])
order by topic, partition, offset_;

-- name: mend_letter
-- Put other bytes beside the original; only an open letter can be mended.
update dead_letters set mended = $2 where letter_id = $1 and state = 'open' returning letter_id;

-- name: close_letters
-- Take open letters out of the queue; who is not returned was not open.
update dead_letters set state = $2
where letter_id in (
    select letter_id from dead_letters where letter_id = any($1::uuid[]) and state = 'open'
    order by letter_id for update
)
returning letter_id;

-- name: reopen_letters
-- What could not be taken once more is open again, with the newest reason.
update dead_letters d set state = 'open', attempts = d.attempts + 1, reason = g.reason, where_ = g.place
from unnest($1::uuid[], $2::text[], $3::text[]) as g (letter_id, reason, place)
where d.letter_id = g.letter_id;

-- name: find_facts
-- Facts of a topic as they left, in order of number; null filters nothing.
select topic, part, month, sequence, key, event_id, type, company_id, correlation_id, causation_id,
    depth, occurred_at, recorded_at, traceparent, hop, data
from outbox
where topic = $1 and part = $2 and sequence > $3
    and ($4::timestamptz is null or recorded_at >= $4)
    and ($5::timestamptz is null or recorded_at < $5)
    and ($6::bytea is null or key = $6)
order by sequence
limit $7;

-- name: count_facts
-- How many facts republishing would send again.
select count(*) from outbox
where topic = $1 and ($2::timestamptz is null or recorded_at >= $2)
    and ($3::timestamptz is null or recorded_at < $3) and ($4::bytea is null or key = $4);
