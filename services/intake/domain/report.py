"""A report of a supplier, and what becomes of the source record it speaks for.

Records never merge: a supplier groups them, so that every value keeps who said it and when.
"""

from dataclasses import dataclass, replace

from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.intake.domain.identity import NumberKind, StrongNumber
from services.intake.domain.record import RecordKey
from services.intake.domain.statements import NOTHING_SAID, Hearing, Statements, hear


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSupplier:
    """A command: take what a sender says of one supplier into its record.

    `also` are further numbers of the same system that the sender gives the same supplier.
    """

    company_id: CompanyId
    key: RecordKey
    statements: Statements
    also: tuple[RecordKey, ...] = ()

    @property
    def numbers(self) -> tuple[StrongNumber, ...]:
        """Return the strong numbers the report names; the record's own ERP number comes first.

        A late report counts as well: that two numbers were once said to be one company's does
        not become untrue by age, and identity never splits silently.
        """
        keys = (self.key, *self.also)
        named = [StrongNumber(kind=NumberKind.ERP, value=key.text) for key in keys]
        if (lei := self.statements.lei) is not None and lei.value is not None:
            named.append(StrongNumber(kind=NumberKind.LEI, value=lei.value))
        if (bpn := self.statements.bpn) is not None and bpn.value is not None:
            named.append(StrongNumber(kind=NumberKind.BPN, value=bpn.value))
        return tuple(named)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRecord:
    """One record of one obliged company. `supplier_id` is the supplier that groups it."""

    company_id: CompanyId
    key: RecordKey
    supplier_id: SupplierId
    statements: Statements = NOTHING_SAID


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The record after a report, and what the report's statements turned out to be."""

    state: SourceRecord
    reasons: frozenset[Hearing]


def decide_on_report(record: SourceRecord, report: ReportSupplier) -> Decision:
    """Take a report into its record; reports of one record come in the order of arrival.

    A report that says nothing leaves the record as it is.
    """
    statements, reasons = hear(record.statements, report.statements)
    state = replace(record, statements=statements) if reasons else record
    return Decision(state=state, reasons=reasons)
