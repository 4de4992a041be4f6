"""Finding the command that is wrong: a failing batch is halved until it stands alone.

Only two kinds of error are the data's fault: BadEventError from our own code, and what Postgres
files under class 22 (data exception) or 23 (constraint). All else is ours or the network's.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import asyncpg
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

from shared.store.cause import Caused
from shared.store.transaction import Transaction

C = TypeVar("C")
Handle = Callable[[Transaction, Sequence[Caused[C]]], Awaitable[None]]
DATA_FAULTS: Final = (
    BadEventError,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused(Generic[C]):
    """A command that could not be taken, and why."""

    work: Caused[C]
    fault: BadEventError


async def apply_or_refuse(
    tx: Transaction, work: Sequence[Caused[C]], handle: Handle[C]
) -> list[Refused[C]]:
    """Handle all that can be handled; return the rest with reasons.

    Rows and facts of a refused command are taken back by its savepoint. Costs two round trips a
    halving, so it runs only after the plain attempt has failed.
    """
    try:
        async with tx.savepoint():
            await handle(tx, work)
    except DATA_FAULTS as error:
        if len(work) == 1:
            return [Refused(work=work[0], fault=as_bad_event(error))]
        middle = len(work) // 2
        first = await apply_or_refuse(tx, work[:middle], handle)
        return first + await apply_or_refuse(tx, work[middle:], handle)
    return []


def as_bad_event(error: Exception) -> BadEventError:
    """Return the error as a reason code; a database's own is named by its SQLSTATE alone."""
    if isinstance(error, BadEventError):
        return error
    state = getattr(error, "sqlstate", None) or "encoding"
    return BadEventError(DeadLetterReason.REFUSED_BY_STORE, f"sqlstate {state}")
