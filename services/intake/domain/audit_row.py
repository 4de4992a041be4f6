"""One row of an imported list of audits: a supplier, perhaps an audit, and all that it says."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.intake.domain.audit import ReportAudit
from services.intake.domain.report import ReportSupplier


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeAuditRow:
    """A command: take one row. `audit` is None when the row tells of no audit and no award.

    `kind` is the code of its type of event, `cells` are its own words by column.
    """

    supplier: ReportSupplier
    audit: ReportAudit | None
    kind: str
    cells: Mapping[str, str]
