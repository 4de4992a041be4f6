"""Audits: what an auditor saw at a supplier or one of its sites, once."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import (
    AuditId,
    AuditKind,
    CompanyId,
    FindingGrade,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.supplier import SupplierKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One finding by the auditor's own number; without rights it names none.

    No grade: the auditor's has a code that is newer than we are. It may be the gravest.
    """

    number: str
    grade: FindingGrade | None
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """One audit or award, an immutable one-shot. Dates and results that are missing stay missing.

    `held_on` is a partial date; `kind` is None for a code newer than we are. Without `site_id` the
    audit speaks of the supplier as a whole.
    """

    company_id: CompanyId
    supplier_id: SupplierId
    audit_id: AuditId
    kind: AuditKind | None
    scheme: str
    site_id: SiteId | None = None
    scheme_version: str | None = None
    held_on: str | None = None
    result: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> SupplierKey:
        """Return the supplier it was said of."""
        return self.company_id, self.supplier_id
