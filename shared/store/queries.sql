-- name: take_over_partitions
-- Raise the epoch of each assigned partition, so that a stale owner's batch matches no row.
insert into progress (topic, partition, topic_id)
select topic, partition, topic_id
from unnest($1::text[], $2::integer[], $3::uuid[]) as given (topic, partition, topic_id)
order by topic, partition
on conflict (topic, partition) do update set
    epoch = progress.epoch + 1,
    next_offset = case when progress.topic_id = excluded.topic_id then progress.next_offset else 0 end,
    topic_id = excluded.topic_id
returning topic, partition, topic_id, epoch, next_offset, last_sequence, halted;

-- name: advance_progress
-- Compare and set where this service stands; a partition that is missing from the answer is fenced.
with given as (
    select * from unnest(
        $1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]
    ) as g (topic, partition, epoch, expected, next_offset, last_sequence)
), owned as (
    select p.topic, p.partition
    from progress p join given g using (topic, partition)
    where p.epoch = g.epoch and p.next_offset = g.expected
    order by p.topic, p.partition
    for update of p
)
update progress p set next_offset = g.next_offset, last_sequence = g.last_sequence
from owned join given g using (topic, partition)
where p.topic = owned.topic and p.partition = owned.partition
returning p.topic, p.partition;

-- name: read_progress
-- Where this service stands; read again after an outcome we do not know.
select topic, partition, topic_id, epoch, next_offset, last_sequence, halted
from progress join unnest($1::text[], $2::integer[]) as given (topic, partition) using (topic, partition);

-- name: halt_partition
-- Stop a partition at a gap; a person clears it.
update progress set halted = $4 where topic = $1 and partition = $2 and epoch = $3;

-- name: take_sequences
-- Number facts in commit order: the row locks hold until COMMIT, sorted against deadlock.
with given as (
    select * from unnest($1::text[], $2::integer[], $3::bigint[]) as g (topic, part, facts)
), made as (
    insert into outbox_counters as c (topic, part, last_sequence)
    select topic, part, facts from given order by topic, part
    on conflict (topic, part) do update set
        last_sequence = c.last_sequence + excluded.last_sequence,
        month = greatest(c.month, date_trunc('month', clock_timestamp())::date)
    returning topic, part, last_sequence, month
)
select topic, part, last_sequence, month, pg_notify('outbox', '') from made;

-- name: set_companies
-- Row-level security reads this; it ends with the transaction.
select set_config('sorgfalt.companies', $1, true);

-- name: claim_due_rows
-- Lock what has come due and nobody else holds.
select kind, aggregate, due_at, company_id, document from due_rows
where handled_at is null and due_at <= $1 and kind = any($2::text[]) and company_id = any($4::uuid[])
order by due_at, kind, aggregate
limit $3
for update skip locked;

-- name: finish_due_rows
-- A due row is handled once, in the transaction of its effect.
update due_rows d set handled_at = $4
from unnest($1::text[], $2::text[], $3::timestamptz[]) as g (kind, aggregate, due_at)
where d.kind = g.kind and d.aggregate = g.aggregate and d.due_at = g.due_at;

-- name: schedule_due_rows
-- Unique per kind, aggregate and instant: scheduling twice is scheduling once.
insert into due_rows (kind, aggregate, due_at, company_id, document)
select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::uuid[], $5::jsonb[])
on conflict (kind, aggregate, due_at) do nothing;

-- name: answer
-- The health check's question.
select 1;

-- name: take_lease
-- Become or stay the relay's leader; a new holder gets a higher fencing number.
insert into relay_lease as l (holder, fencing, expires_at)
values ($1, 1, clock_timestamp() + make_interval(secs => $2))
on conflict (only_row) do update set
    fencing = case when l.holder = excluded.holder then l.fencing else l.fencing + 1 end,
    holder = excluded.holder,
    expires_at = excluded.expires_at
where l.holder = excluded.holder or l.expires_at < clock_timestamp()
returning fencing;

-- name: give_up_lease
-- Let the next process lead at once.
update relay_lease set expires_at = '-infinity' where holder = $1;
