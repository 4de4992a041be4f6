"""Rows of an audit file to commands: scheme, site, operator and what happened to them when.

An operator is a supplier within the scheme's register and each of its sites a record of it (see
domain.register). The row's country is that of the site; where the operator has its seat, it does
not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from sorgfalt_contracts.events import AuditReported, SupplierReported
from sorgfalt_contracts.terms import Relation

from services.intake.domain.audit_row import TakeAuditRow
from services.intake.domain.register import RegisterKeys, alike, register_keys
from services.intake.domain.vocabulary import AuditWords, Countries, EventKind, Scheme
from services.intake.translate import audits, suppliers
from services.intake.translate.cells import Cells, Entry, content_of, said
from services.intake.translate.faults import RowFault, RowReason
from services.intake.translate.tables import Columns, Row, Table
from shared.store.cause import Cause

COLUMNS: Final = Columns(
    known=(
        "event_id", "scheme", "site", "operator", "country", "commodity", "auditor", "event_type",
        "result", "event_date", "date_meaning", "note", "source_url",
    ),
    required=frozenset({"event_id", "scheme", "site", "operator", "country", "event_type"}),
)  # fmt: skip
FIELDS: Final = {
    "name": "operator", "materials": "commodity", "sites.name": "site", "sites.country": "country",
    "sites.materials": "commodity", "audit_number": "event_id", "held_on": "event_date",
    "date_means": "date_meaning", "result": "result", "supplier": "operator",
}  # fmt: skip
"""Columns by the fields of the events that a row becomes."""

STATEMENT: Final = "statement"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    """Whom and where a row speaks of; `country` is that of the site."""

    scheme: Scheme
    kind: EventKind
    keys: RegisterKeys
    operator: str | None
    site: str | None
    country: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Events:
    """What a row becomes; `audit` is None for what stays a statement."""

    named: _Named
    supplier: SupplierReported
    audit: AuditReported | None


def read_rows(
    table: Table, words: AuditWords, countries: Countries
) -> tuple[list[Entry[TakeAuditRow]], list[RowFault]]:
    """Return what the rows ask for, and why the others are refused."""
    entries, faults = [], list(table.faults)
    first: dict[tuple[str, str], AuditReported] = {}
    for row in table.rows:
        cells = Cells(row)
        events = _read(cells, words, countries)
        if events is None or cells.faults or _clashes(cells, events.audit, first):
            faults += cells.faults
        else:
            entries.append(_entry(row, events))
    return entries, faults


def _read(cells: Cells, words: AuditWords, countries: Countries) -> _Events | None:
    named = _named(cells, words, countries)
    means = cells.word("date_meaning", words.date_meanings, RowReason.UNKNOWN_DATE_MEANING)
    if named is None or cells.faults:
        return None
    supplier = cells.event(SupplierReported, _supplier(cells, named), _column)
    audit = None
    if named.kind.becomes is not None:
        document = _audit(cells, named, means, words)
        audit = cells.event(AuditReported, document, _column)
    return None if supplier is None else _Events(named=named, supplier=supplier, audit=audit)


def _named(cells: Cells, words: AuditWords, countries: Countries) -> _Named | None:
    """Return whom and where the row speaks of, or None when that cannot be told."""
    scheme = cells.word("scheme", words.schemes, RowReason.UNKNOWN_SCHEME, required=True)
    kind = cells.word("event_type", words.kinds, RowReason.UNKNOWN_EVENT_TYPE, required=True)
    site, operator = cells.text("site"), cells.text("operator")
    country = cells.country("country", countries)
    cells.text("event_id", required=True)
    if site is None and operator is None:
        cells.refuse("operator", RowReason.MISSING)
    if scheme is None or kind is None or cells.faults:
        return None
    keys = register_keys(
        scheme.register,
        words.client,
        operator=operator or "",
        site=site or "",
        country=country or "",
    )
    return _Named(
        scheme=scheme, kind=kind, keys=keys, operator=operator, site=site, country=country
    )


def _supplier(cells: Cells, named: _Named) -> dict[str, Any]:
    """Return the report of the operator: where it works, and that nobody knows of a contract."""
    materials = cells.codes("commodity")
    number = named.keys.site_number
    site = said(number=number, name=named.site, country=named.country, materials=materials)
    return said(
        record=_record(named.keys),
        name=named.operator,
        relation=Relation.PRESUMED.value,
        sites=[site] if number is not None else None,
        materials=materials if number is None else None,
    )


def _audit(cells: Cells, named: _Named, means: str | None, words: AuditWords) -> dict[str, Any]:
    result, held_on = cells.text("result"), cells.text("event_date")
    has_result = result is not None and alike(result) not in words.no_results
    return said(
        record=_record(named.keys),
        site_number=named.keys.site_number,
        audit_number=cells.text("event_id"),
        kind=named.kind.becomes,
        scheme=named.scheme.code,
        scheme_version=named.scheme.version,
        held_on=held_on,
        date_means=means if held_on is not None else None,
        result=result if has_result else None,
    )


def _record(keys: RegisterKeys) -> dict[str, str]:
    key = keys.record
    return {"system": key.system, "client": key.client, "number": key.number}


def _column(place: Sequence[str | int]) -> str:
    steps = ".".join(step for step in place if isinstance(step, str))
    return FIELDS.get(steps, "")


def _clashes(
    cells: Cells, audit: AuditReported | None, first: dict[tuple[str, str], AuditReported]
) -> bool:
    """Say whether an earlier row says something else of the same audit, and note it."""
    if audit is None:
        return False
    key = audit.record.system, audit.audit_number
    if first.setdefault(key, audit) == audit:
        return False
    cells.refuse("event_id", RowReason.DIFFERS_FROM_EARLIER_ROW)
    return True


def _entry(row: Row, events: _Events) -> Entry[TakeAuditRow]:
    kind = events.named.kind
    return Entry(
        rows=(row.number,),
        content=content_of([row]),
        make=partial(_to_command, row, events),
        becomes=STATEMENT if kind.becomes is None else kind.becomes.value,
        is_dated="event_date" in row.cells,
    )


def _to_command(row: Row, events: _Events, cause: Cause) -> TakeAuditRow:
    operator, record = events.named.keys.operator, events.named.keys.record
    reported = suppliers.to_command(events.supplier, cause)
    also = () if operator in {None, record} else (operator,)
    return TakeAuditRow(
        supplier=replace(reported, also=also),
        audit=None if events.audit is None else audits.to_command(events.audit, cause),
        kind=events.named.kind.code,
        cells=row.cells,
    )
