"""Of a batch that fails, what is wrong is refused with a reason and everything else is done."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

from shared.messaging.causes import cause_of_fact
from shared.store.bisect import DATA_FAULTS, apply_or_refuse, as_bad_event
from shared.store.cause import Caused
from shared.store.transaction import Transaction
from tests.unit.shared.records import a_record, an_envelope


class Book(Transaction):
    """A transaction that keeps its rows in a list; a savepoint takes them back."""

    def __init__(self) -> None:
        self.rows: list[int] = []

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        before = len(self.rows)
        try:
            yield
        except BaseException:
            del self.rows[before:]
            raise


def work_of(numbers: Sequence[int]) -> list[Caused[int]]:
    cause = cause_of_fact(an_envelope(1), a_record(0, 1))
    return [Caused(command=number, cause=cause) for number in numbers]


async def enter(tx: Transaction, work: Sequence[Caused[int]]) -> None:
    """Enter the numbers one by one; a negative one is wrong."""
    assert isinstance(tx, Book)
    for each in work:
        tx.rows.append(each.command)
        if each.command < 0:
            raise BadEventError(DeadLetterReason.INVALID, str(each.command))


def test_a_fault_of_our_own_code_stays_what_it_is() -> None:
    fault = BadEventError(DeadLetterReason.BAD_LEI, "lei")
    assert as_bad_event(fault) is fault


@pytest.mark.parametrize(
    ("error", "where"),
    [
        (asyncpg.UniqueViolationError("Key (lei)=(5299...) exists"), "sqlstate 23505"),
        (asyncpg.NumericValueOutOfRangeError("value 99 is out of range"), "sqlstate 22003"),
        (asyncpg.DataError("invalid input for query argument $1: 'x'"), "sqlstate 22000"),
    ],
)
def test_what_the_database_refuses_is_named_by_its_code_and_never_by_its_words(
    error: Exception, where: str
) -> None:
    fault = as_bad_event(error)
    assert (fault.reason, fault.where) == (DeadLetterReason.REFUSED_BY_STORE, where)
    assert str(fault) == f"refused-by-store: {where}"


def test_only_the_datas_own_faults_are_halved() -> None:
    assert issubclass(asyncpg.UniqueViolationError, DATA_FAULTS)
    assert not issubclass(asyncpg.DeadlockDetectedError, DATA_FAULTS)
    assert not issubclass(asyncpg.ConnectionDoesNotExistError, DATA_FAULTS)
    assert not issubclass(KeyError, DATA_FAULTS)


@given(numbers=st.lists(st.integers(-3, 20), min_size=1, max_size=40))
async def test_exactly_the_wrong_are_refused_and_the_rest_done_once_in_order(
    numbers: list[int],
) -> None:
    book = Book()
    refused = await apply_or_refuse(book, work_of(numbers), enter)
    wrong = [number for number in numbers if number < 0]
    assert book.rows == [number for number in numbers if number >= 0]
    assert [each.work.command for each in refused] == wrong
    assert [each.fault.where for each in refused] == [str(number) for number in wrong]


async def test_a_fault_that_is_not_the_datas_goes_on_up() -> None:
    async def break_down(_tx: Transaction, _work: Sequence[Caused[int]]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await apply_or_refuse(Book(), work_of([1, 2]), break_down)
