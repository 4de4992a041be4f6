"""Export imported cases: the rows as they came, by file, in their order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.historical import Row
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.import_cases import ROWS_AT_ONCE, rows_of
from services.grievance.store.listing import read_imported
from shared.store.transaction import Connection


async def export_rows(connection: Connection, desk: Desk) -> Mapping[str, Sequence[Row]]:
    """Return the rows of each source, in the order of its file."""
    rows: dict[str, list[Row]] = defaultdict(list)
    after: CaseId | None = None
    while found := await read_imported(connection, desk.company_id, after, ROWS_AT_ONCE):
        after = found[-1].case.case_id
        for stored in found:
            for imported in await rows_of(connection, desk, stored):
                rows[imported.source].append(imported.row)
    return {source: sorted(each, key=lambda row: row.line) for source, each in rows.items()}
