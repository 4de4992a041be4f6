"""Rows of a supplier file to commands: one row a supplier, or one row each of its sites.

Rows of one key (system, client, number) are one report, so that its list of sites is whole; they
are taken together or not at all. They may repeat what stands in one of them and must not differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sorgfalt_contracts.events import ReportedSite, SupplierReported

from services.intake.domain.report import ReportSupplier
from services.intake.domain.vocabulary import Countries
from services.intake.translate import suppliers
from services.intake.translate.cells import Cells, Entry, content_of, said
from services.intake.translate.faults import RowFault, RowReason
from services.intake.translate.tables import Columns, Row, Table

KEY: Final = ("system", "client", "number")
ALONE: Final = (
    "name", "country", "relation", "lei", "bpn", "materials", "block_state", "block_reason",
)  # fmt: skip
OF_SITE: Final = (
    "site_number", "site_name", "site_country", "site_latitude", "site_longitude", "site_stage",
    "site_materials", "site_confidence",
)  # fmt: skip
COLUMNS: Final = Columns(known=(*KEY, *ALONE, *OF_SITE), required=frozenset(KEY))
SUPPLIER: Final = "supplier"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """Rows of one key."""

    rows: tuple[Row, ...]

    @property
    def merged(self) -> Row:
        """Return the first row with what the others add to it, sites aside."""
        cells = {
            column: row.cells[column]
            for row in reversed(self.rows)
            for column in (*KEY, *ALONE)
            if column in row.cells
        }
        return Row(number=self.rows[0].number, cells=cells)

    def giver(self, column: str) -> int:
        """Return the number of the row that gives a column of the whole supplier."""
        return next((r.number for r in self.rows if column in r.cells), self.rows[0].number)


def read_rows(
    table: Table, countries: Countries
) -> tuple[list[Entry[ReportSupplier]], list[RowFault]]:
    """Return what the rows ask for, and why the others are refused."""
    entries, faults = [], list(table.faults)
    keyed, unkeyed = _keyed(table.rows)
    for group in keyed:
        event, found = _read(group, countries)
        if event is None:
            faults += found
            continue
        entries.append(
            Entry(
                rows=tuple(row.number for row in group.rows),
                content=content_of(group.rows),
                make=partial(suppliers.to_command, event),
                becomes=SUPPLIER,
            )
        )
    return entries, [*faults, *unkeyed]


def _keyed(rows: Sequence[Row]) -> tuple[list[_Group], list[RowFault]]:
    """Return the rows by key, in order of each key's first row, and those without a whole key."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    faults = []
    for row in rows:
        cells = Cells(row)
        key = tuple(cells.text(column, required=True) or "" for column in KEY)
        if all(key):
            groups.setdefault(key, []).append(row)
        else:
            faults += cells.faults
    return [_Group(rows=tuple(each)) for each in groups.values()], faults


def _read(group: _Group, countries: Countries) -> tuple[SupplierReported | None, list[RowFault]]:
    """Return the report that the rows make; or every fault of every row, and no report."""
    each = [Cells(row) for row in group.rows]
    sites = list(_sites(group, each, countries))
    merged = group.merged
    for cells, row in zip(each, group.rows, strict=True):
        for column in _differing(row, merged):
            cells.refuse(column, RowReason.DIFFERS_FROM_EARLIER_ROW)
    whole = Cells(merged)
    document = {**_supplier(whole, countries), **said(sites=sites or None)}
    event = whole.event(SupplierReported, document, _column)
    faults = {f for cells in each for f in cells.faults}
    faults |= {
        RowFault(row=group.giver(f.column), column=f.column, reason=f.reason) for f in whole.faults
    }
    return (event, []) if not faults else (None, sorted(_with_others(group, faults)))


def _with_others(group: _Group, faults: set[RowFault]) -> Iterator[RowFault]:
    """Yield the faults, and that the other rows of the supplier go with them."""
    yield from faults
    sound = {row.number for row in group.rows} - {fault.row for fault in faults}
    for number in sound:
        yield RowFault(row=number, column="", reason=RowReason.OTHER_ROW_REFUSED)


def _differing(row: Row, merged: Row) -> Iterator[str]:
    for column in ALONE:
        if column in row.cells and row.cells[column] != merged.cells[column]:
            yield column


def _sites(group: _Group, each: Sequence[Cells], countries: Countries) -> Iterator[ReportedSite]:
    """Yield the sites of the rows, each once; a number that two rows give two sites is a fault."""
    found: dict[str, ReportedSite] = {}
    for row, cells in zip(group.rows, each, strict=True):
        if row.cells.keys().isdisjoint(OF_SITE):
            continue
        site = cells.event(ReportedSite, _site(cells, countries), _column_of_site)
        if site is None:
            continue
        if found.setdefault(site.number, site) != site:
            cells.refuse("site_number", RowReason.DIFFERS_FROM_EARLIER_ROW)
    yield from found.values()


def _site(cells: Cells, countries: Countries) -> dict[str, Any]:
    return said(
        number=cells.text("site_number"),
        name=cells.text("site_name"),
        country=cells.country("site_country", countries),
        latitude=cells.degrees("site_latitude"),
        longitude=cells.degrees("site_longitude"),
        stage=cells.code("site_stage"),
        materials=cells.codes("site_materials"),
        confidence=cells.code("site_confidence"),
    )


def _supplier(cells: Cells, countries: Countries) -> dict[str, Any]:
    block = said(state=cells.code("block_state"), reason=cells.code("block_reason"))
    return said(
        record={column: cells.text(column) for column in KEY},
        name=cells.text("name"),
        country=cells.country("country", countries),
        relation=cells.code("relation"),
        lei=cells.text("lei"),
        bpn=cells.text("bpn"),
        materials=cells.codes("materials"),
        block=block or None,
    )


def _column(place: Sequence[str | int]) -> str:
    """Return the column of a field; of a block's fields, that of the block."""
    head = str(place[0])
    if head == "record":
        return str(place[-1])
    return f"block_{place[-1]}" if head == "block" else "site_number" if head == "sites" else head


def _column_of_site(place: Sequence[str | int]) -> str:
    return f"site_{place[0]}"
