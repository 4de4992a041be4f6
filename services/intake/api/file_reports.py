"""What became of a file, for people and for machines; no cell of it is shown."""

from collections.abc import Iterator
from typing import Any, Final

from services.intake.api.files import FileKind, Received
from services.intake.translate.faults import SENTENCES

SHOWN: Final = 20
"""Faults on the terminal; the error file holds all."""


def document(received: Received, *, is_trial: bool) -> dict[str, Any]:
    """Return the outcome for machines."""
    sent = received.sent
    return {
        "kind": sent.kind.value,
        "source": sent.source,
        "dry_run": is_trial,
        "rows": sent.rows,
        "taken": received.taken,
        "repeated": received.repeated,
        "refused": received.refused,
        "became": dict(sorted(received.became.items())),
        "undated": received.undated,
        "ignored_columns": list(sent.ignored),
        "errors": [
            {
                "row": fault.row,
                "column": fault.column,
                "reason": fault.reason.value,
                "sentence": SENTENCES[fault.reason],
            }
            for fault in received.faults
        ],
    }


def sentences(received: Received, *, is_trial: bool) -> Iterator[str]:
    """Yield the outcome for people, line by line."""
    sent = received.sent
    if is_trial:
        yield "Nothing was kept: this is what would become of the file."
    yield (
        f"{sent.rows} rows: {received.taken} taken, {received.repeated} taken before,"
        f" {received.refused} refused."
    )
    if received.became:
        counts = (f"{count} {kind}" for kind, count in sorted(received.became.items()))
        yield f"They tell of: {', '.join(counts)}."
    if sent.kind is FileKind.AUDITS:
        yield f"{received.undated} rows have no date and stay undated."
    if sent.ignored:
        yield f"Columns left aside: {', '.join(sent.ignored)}."
    for fault in received.faults[:SHOWN]:
        where = f"row {fault.row}" + (f", column {fault.column}" if fault.column else "")
        yield f"{where}: {fault.reason.value}. {SENTENCES[fault.reason]}"
    if (left := len(received.faults) - SHOWN) > 0:
        yield f"{left} more; --errors FILE.csv writes all of them."
