import asyncio
import time
from dataclasses import replace

import asyncpg
import pytest

from services.reporting.domain.edition import Edition
from services.reporting.handlers.freeze_edition import RequestUsedError, freeze_edition
from services.reporting.store import TURN, Q
from services.reporting.translate import decompress, digest, open_edition
from shared.store.pool import Store
from tests.component.reporting.freezing import (
    BOOKS,
    CSDDD,
    LKSG,
    OWNER,
    freeze_now,
    published,
    seven_suppliers,
)
from tests.component.reporting.projecting import wipe
from tests.unit.reporting.builders import COMPANY, a_cause, a_right, a_risk_fact, a_supplier_fact

OVERWRITE = """insert into editions select * from editions
    on conflict (company_id, disclosure, number) do update set sha256 = excluded.sha256"""


async def bytes_of(store: Store, edition: Edition) -> bytes:
    async with store.reading([COMPANY]) as connection:
        row = await connection.fetchrow(Q.read_edition, COMPANY, edition.disclosure, edition.number)
    assert row
    return decompress(row["document"])


async def test_an_edition_holds_every_event_behind_every_number(reporting_store: Store) -> None:
    await seven_suppliers(reporting_store)

    frozen = await freeze_now(reporting_store, 1)

    document = await bytes_of(reporting_store, frozen.edition)
    opened = open_edition(document)
    cells = [cell for figure in opened.record.figures for cell in figure.cells]
    assert frozen.is_new
    assert digest(document) == frozen.edition.sha256
    assert opened.record.figure("suppliers_by_relation").value("direct") == 7
    assert all(len(cell.evidence.events) == cell.value for cell in cells)


async def test_what_was_frozen_is_published_once_with_its_hash(reporting_store: Store) -> None:
    await seven_suppliers(reporting_store)

    first = await freeze_now(reporting_store, 1)
    again = await freeze_now(reporting_store, 2)

    assert (again.edition, again.is_new) == (first.edition, False)
    assert await published(reporting_store) == [
        {
            "company_id": str(COMPANY),
            "edition_id": str(first.edition.edition_id),
            "number": 1,
            "rule_pack": BOOKS[LKSG].edition.pack,
            "rule_pack_edition": BOOKS[LKSG].edition.edition,
            "sha256": first.edition.sha256,
            "href": "/editions/lksg-10-1/1",
        }
    ]


async def test_one_more_event_makes_the_next_edition_which_names_the_one_before(
    reporting_store: Store,
) -> None:
    log = await seven_suppliers(reporting_store)
    first = await freeze_now(reporting_store, 1)

    await log.take(a_supplier_fact(1, 2, name="Pit 1", relation="former"))
    second = await freeze_now(reporting_store, 2)

    assert (second.edition.number, second.edition.previous_sha256) == (2, first.edition.sha256)
    assert second.edition.content_sha256 != first.edition.content_sha256
    assert [fact["number"] for fact in await published(reporting_store)] == [1, 2]


async def test_a_changed_rule_pack_makes_the_next_edition_without_any_event(
    reporting_store: Store,
) -> None:
    await seven_suppliers(reporting_store)
    first = await freeze_now(reporting_store, 1)
    edition = replace(BOOKS[LKSG].edition, edition="2027.1")
    by_other_rules = replace(BOOKS[LKSG], editions=(edition, *BOOKS[LKSG].editions[1:]))

    async with reporting_store.transaction([COMPANY], turn=TURN) as tx:
        second = await freeze_edition(tx, OWNER, by_other_rules, a_cause(2, topic="http"))

    assert (second.is_new, second.edition.number) == (True, 2)
    assert second.edition.as_of == first.edition.as_of
    assert second.edition.rule_pack_edition == "2027.1"


async def test_disclosures_are_numbered_apart(reporting_store: Store) -> None:
    await seven_suppliers(reporting_store)

    made = [await freeze_now(reporting_store, 1), await freeze_now(reporting_store, 2, CSDDD)]

    assert [(m.edition.disclosure, m.edition.number) for m in made] == [(LKSG, 1), (CSDDD, 1)]
    assert made[0].edition.edition_id != made[1].edition.edition_id


async def test_freezes_at_the_same_time_make_one_edition_of_one_state(
    reporting_store: Store,
) -> None:
    await seven_suppliers(reporting_store)

    made = await asyncio.gather(*(freeze_now(reporting_store, number) for number in range(1, 6)))

    assert {each.edition.number for each in made} == {1}
    assert sum(each.is_new for each in made) == 1
    assert len(await published(reporting_store)) == 1


async def test_freezes_while_events_come_in_are_numbered_without_a_gap(
    reporting_store: Store,
) -> None:
    log = await seven_suppliers(reporting_store)

    async def arrive_and_freeze(number: int) -> int:
        await log.take(a_supplier_fact(number, name=f"Pit {number}"))
        return (await freeze_now(reporting_store, number)).edition.number

    numbers = await asyncio.gather(*(arrive_and_freeze(number) for number in range(11, 17)))

    facts = await published(reporting_store)
    assert [fact["number"] for fact in facts] == [*range(1, len(facts) + 1)]
    assert set(numbers) == {fact["number"] for fact in facts}


async def test_an_edition_is_of_one_moment_though_projections_go_on(reporting_store: Store) -> None:
    log = await seven_suppliers(reporting_store)

    async with reporting_store.transaction([COMPANY], turn=TURN) as tx:
        await log.take(a_supplier_fact(8), a_risk_fact(8, 1, a_right("HR05")))
        frozen = await freeze_edition(tx, OWNER, BOOKS[LKSG], a_cause(1, topic="http"))

    opened = open_edition(await bytes_of(reporting_store, frozen.edition))
    assert opened.record.summary.suppliers == 7
    assert max(mark.last_sequence or 0 for mark in opened.heading.position.marks) == 8


async def test_who_waited_for_the_turn_sees_what_was_frozen_meanwhile(
    reporting_store: Store,
) -> None:
    log = await seven_suppliers(reporting_store)

    async with reporting_store.transaction([COMPANY], turn=TURN) as tx:
        waiting = asyncio.create_task(freeze_now(reporting_store, 2))
        await until_one_waits(reporting_store)
        await log.take(a_supplier_fact(8))
        first = await freeze_edition(tx, OWNER, BOOKS[LKSG], a_cause(1, topic="http"))
    second = await waiting

    assert (first.edition.number, second.edition.number) == (1, 2)
    assert second.edition.previous_sha256 == first.edition.sha256
    opened = open_edition(await bytes_of(reporting_store, second.edition))
    assert opened.record.summary.suppliers == 8


async def until_one_waits(store: Store) -> None:
    deadline = time.monotonic() + 10
    while not await store.pool.fetchval("select count(*) from pg_locks where not granted"):
        assert time.monotonic() < deadline, "nobody waits for the turn"
        await asyncio.sleep(0.01)


async def test_a_request_that_comes_again_gets_its_own_edition(reporting_store: Store) -> None:
    log = await seven_suppliers(reporting_store)
    first = await freeze_now(reporting_store, 1)
    await log.take(a_supplier_fact(8))

    again = await freeze_now(reporting_store, 1)

    assert (again.edition, again.is_new) == (first.edition, False)
    with pytest.raises(RequestUsedError):
        await freeze_now(reporting_store, 1, CSDDD)
    assert len(await published(reporting_store)) == 1


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("update editions set sha256 = repeat('0', 64)", "55000"),
        ("update editions set number = 7 where false", "55000"),
        ("delete from editions", "55000"),
        (OVERWRITE, "55000"),
        ("truncate editions", "42501"),
        ("alter table editions disable trigger all", "42501"),
        ("drop table editions", "42501"),
    ],
)
async def test_the_running_service_can_neither_alter_nor_remove_an_edition(
    reporting_store: Store, statement: str, state: str
) -> None:
    await seven_suppliers(reporting_store)
    frozen = await freeze_now(reporting_store, 1)
    before = await bytes_of(reporting_store, frozen.edition)

    with pytest.raises(asyncpg.PostgresError) as refused:
        async with reporting_store.transaction([COMPANY]) as tx:
            await tx.execute(statement)

    assert refused.value.sqlstate == state
    assert await bytes_of(reporting_store, frozen.edition) == before


async def test_not_even_the_owner_alters_an_edition(
    reporting_store: Store, new_database: tuple[str, str]
) -> None:
    await seven_suppliers(reporting_store)
    await freeze_now(reporting_store, 1)
    owner = await asyncpg.connect(new_database[0])
    try:
        for statement in ("update editions set number = 2", "truncate editions"):
            with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
                await owner.execute(statement)
    finally:
        await owner.close()


async def test_a_second_edition_under_one_number_is_refused(reporting_store: Store) -> None:
    await seven_suppliers(reporting_store)
    frozen = await freeze_now(reporting_store, 1)
    edition = frozen.edition

    with pytest.raises(asyncpg.UniqueViolationError):
        async with reporting_store.transaction([COMPANY]) as tx:
            await tx.execute(
                Q.insert_edition, COMPANY, edition.disclosure, edition.number, edition.edition_id,
                edition.frozen_at, "", "", "", "", None, "", 0, "other", b"",
            )  # fmt: skip


async def test_editions_of_another_company_are_not_seen(reporting_store: Store) -> None:
    await seven_suppliers(reporting_store)
    await freeze_now(reporting_store, 1)

    async with reporting_store.reading([]) as connection:
        assert await connection.fetchval("select count(*) from editions") == 0


async def test_an_edition_survives_a_rebuild_and_the_rebuilt_state_is_the_same(
    reporting_store: Store,
) -> None:
    await seven_suppliers(reporting_store)
    frozen = await freeze_now(reporting_store, 1)
    before = await bytes_of(reporting_store, frozen.edition)

    await wipe(reporting_store)
    assert await bytes_of(reporting_store, frozen.edition) == before
    await reporting_store.pool.execute("delete from progress")
    await seven_suppliers(reporting_store)

    assert (await freeze_now(reporting_store, 2)) == type(frozen)(
        edition=frozen.edition, is_new=False
    )
