"""The note an operator leaves: every act on the line is kept with its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from shared.store.named_sql import load_queries
from shared.store.transaction import Connection

Q: Final = load_queries(Path(__file__).with_name("queries.sql"))
_OPERATOR: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_REASON: Final = re.compile(r"[^\x00-\x1f\x7f]{3,500}")


class RepairError(Exception):
    """What an operator asks for cannot be done; the sentence says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Who acts and why. Raises RepairError without a reason in words or a role's code."""

    reason: str
    operator: str

    def __post_init__(self) -> None:
        if not _REASON.fullmatch(self.reason):
            raise RepairError("Give a reason in one line of 3 to 500 characters.")
        if not _OPERATOR.fullmatch(self.operator):
            raise RepairError("The operator is a role's code such as `on-call`, not a name.")


async def keep(
    connection: Connection,
    note: Note,
    action: str,
    subjects: Sequence[str],
    details: Mapping[str, object],
) -> None:
    """Keep the note in the transaction of what it is about, one row a subject."""
    document = msgspec.json.encode(details)
    await connection.execute(
        Q.note_repair, action, list(subjects), note.reason, note.operator, document
    )
