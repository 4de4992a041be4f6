"""Entries <-> rows: what goes in and out of the database is ciphertext."""

from collections.abc import Sequence

from sorgfalt_contracts.terms import CaseId, CompanyId

from services.grievance.domain.case import Case
from services.grievance.domain.entry import Entry, EntryKind
from services.grievance.store.statements import Q
from services.grievance.store.vault import CaseKey
from shared.store.bulk import columns
from shared.store.transaction import Connection


async def insert_entries(
    connection: Connection, written: Sequence[tuple[Case, CaseKey, Sequence[Entry]]]
) -> None:
    """Keep texts of cases, each under the key of its case."""
    rows = [
        (case.company_id, case.case_id, entry.number, entry.kind.value, key.seal(entry))
        for case, key, entries in written
        for entry in entries
    ]
    if rows:
        await connection.execute(Q.insert_entries, *columns(rows, 5))


async def read_entries(
    connection: Connection, company_id: CompanyId, case_id: CaseId, key: CaseKey
) -> list[Entry]:
    """Return the texts of a case, by number; raise SealedError for one that was tampered with."""
    rows = await connection.fetch(Q.read_entries, company_id, case_id)
    return [key.open(row["number"], EntryKind(row["kind"]), row["ciphertext"]) for row in rows]
