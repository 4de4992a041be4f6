"""Testimony: all that auditors and people said of one supplier, and what was decided about it."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import SiteId

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.decision import Decision


@dataclass(frozen=True, kw_only=True, slots=True)
class Testimony:
    """Everything said of a supplier and of those merged into it, as sets: order means nothing.

    `sites` are the sites the supplier is known to have.
    """

    audits: frozenset[Audit] = frozenset()
    complaints: frozenset[Complaint] = frozenset()
    decisions: frozenset[Decision] = frozenset()
    sites: frozenset[SiteId] = frozenset()
