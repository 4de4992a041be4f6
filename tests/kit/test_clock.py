"""The clock door: what falls due is handled once, whoever's clock sees it first."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from shared.process.clock import Clock
from shared.store import due
from shared.store.due import DueRow
from shared.store.pool import Store
from shared.store.transaction import Transaction
from tests.kit.counting import COMPANY, NOON


class _Handled:
    def __init__(self, *, fails: bool = False) -> None:
        self.rows: list[DueRow] = []
        self.fails = fails

    async def __call__(self, _tx: Transaction, rows: Sequence[DueRow]) -> None:
        self.rows.extend(rows)
        await asyncio.sleep(0.02)
        if self.fails:
            raise TimeoutError


def a_due_row(number: int, days: int = 0) -> DueRow:
    return DueRow(
        kind="kit",
        aggregate=f"a{number}",
        due_at=NOON + timedelta(days=days),
        company_id=COMPANY,
        document=b'{"number": 1}',
    )


async def schedule(store: Store, *rows: DueRow) -> None:
    async with store.transaction([COMPANY]) as tx:
        await due.schedule(tx, rows)


async def test_two_clocks_handle_each_row_once_with_its_scheduled_instant(store: Store) -> None:
    rows = [a_due_row(number) for number in range(700)]
    await schedule(store, *rows)
    handled = _Handled()
    clocks = [Clock(store, {"kit": handled}, [COMPANY]) for _ in range(2)]

    counts = await asyncio.gather(*(clock.tick(NOON) for clock in clocks))
    counts += [await clocks[0].tick(NOON)]

    assert sum(counts) == 700
    assert sorted(row.aggregate for row in handled.rows) == sorted(row.aggregate for row in rows)
    assert {row.due_at for row in handled.rows} == {NOON}


async def test_a_row_scheduled_twice_is_due_once_and_none_before_its_time(store: Store) -> None:
    await schedule(store, a_due_row(1), a_due_row(1), a_due_row(2, days=1))
    handled = _Handled()
    clock = Clock(store, {"kit": handled}, [COMPANY])

    assert await clock.tick(NOON) == 1
    assert await clock.tick(NOON) == 0
    assert await clock.tick(NOON + timedelta(days=1)) == 1


async def test_a_row_whose_handler_failed_is_due_again(store: Store) -> None:
    await schedule(store, a_due_row(1))
    with pytest.raises(TimeoutError):
        await Clock(store, {"kit": _Handled(fails=True)}, [COMPANY]).tick(NOON)

    assert await Clock(store, {"kit": _Handled()}, [COMPANY]).tick(NOON) == 1


async def test_a_clock_leaves_kinds_it_has_no_handler_for(store: Store) -> None:
    await schedule(store, a_due_row(1))

    assert await Clock(store, {"other": _Handled()}, [COMPANY]).tick(NOON) == 0
