"""Grouping: which records a supplier gathers once reports were heard and identities were linked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.intake.domain.identity import Linked, Registry
from services.intake.domain.record import RecordKey
from services.intake.domain.report import ReportSupplier, SourceRecord, decide_on_report
from services.intake.domain.statements import Hearing
from services.intake.domain.supplier import Supplier, fold, superseded

Place: TypeAlias = tuple[CompanyId, RecordKey]
"""Where a record stands: the obliged company that was told, and the sender's own key."""

SupplierKey: TypeAlias = tuple[CompanyId, SupplierId]
"""The aggregate: identity is installation-wide, all that is said belongs to one company."""

OPENED: Final = frozenset({Hearing.OPENED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """The records after some reports, and what each report's statements turned out to be."""

    state: Mapping[Place, SourceRecord]
    reasons: tuple[frozenset[Hearing], ...]


def touched(reports: Sequence[ReportSupplier], linked: Linked) -> set[SupplierKey]:
    """Return each supplier the reports speak of, and all it has superseded, per company."""
    members: dict[SupplierId, list[SupplierId]] = {}
    for each in linked.state.identities:
        members.setdefault(linked.state.current(each), []).append(each)
    spoken_of = {(r.company_id, s) for r, s in zip(reports, linked.suppliers, strict=True)}
    return {(company, member) for company, each in spoken_of for member in members[each]}


def hear_reports(
    held: Iterable[SourceRecord], linked: Linked, reports: Sequence[ReportSupplier]
) -> Heard:
    """Take reports in the order of arrival into the records held of the suppliers they touch.

    Every record, also one that no report speaks for, moves to the supplier that stands today.
    """
    records = {(record.company_id, record.key): _moved(record, linked) for record in held}
    reasons = []
    for report, supplier_id in zip(reports, linked.suppliers, strict=True):
        place = report.company_id, report.key
        record = records.get(place)
        decision = decide_on_report(record or _blank(report, supplier_id), report)
        records[place] = decision.state
        reasons.append(decision.reasons | OPENED if record is None else decision.reasons)
    return Heard(state=records, reasons=tuple(reasons))


def gather(
    records: Iterable[SourceRecord], registry: Registry, known: Collection[SupplierKey]
) -> list[Supplier]:
    """Return the suppliers that the records describe, and a pointer for each known one merged away.

    A supplier that was founded and merged within one batch was never known and leaves no pointer.
    """
    groups: dict[SupplierKey, list[SourceRecord]] = {}
    for record in records:
        groups.setdefault((record.company_id, record.supplier_id), []).append(record)
    standing = [fold(*key, group) for key, group in groups.items()]
    merged = [
        superseded(company, supplier, by=registry.current(supplier))
        for company, supplier in known
        if registry.current(supplier) != supplier
    ]
    return standing + merged


def _blank(report: ReportSupplier, supplier_id: SupplierId) -> SourceRecord:
    return SourceRecord(company_id=report.company_id, key=report.key, supplier_id=supplier_id)


def _moved(record: SourceRecord, linked: Linked) -> SourceRecord:
    current = linked.state.current(record.supplier_id)
    return record if current == record.supplier_id else replace(record, supplier_id=current)
