"""Contradictions: a clean audit beside a complaint at one place never average out (design 6.2).

While one is open at a supplier nothing it is judged by may be cut and no plan of it closed, until
somebody decides with reasons. A contradiction follows from the audits, complaints and decisions
there are, never from the order in which they came.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from sorgfalt_contracts.terms import AuditId, CaseId, Right, SiteId

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.decision import Decision, Pair
from services.risk.domain.evidence_rules import EvidenceRules
from services.risk.domain.partial_dates import first_day, is_before
from services.risk.domain.testimony import Testimony

Sites: TypeAlias = Collection[SiteId]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """A clean audit and a complaint that counts, at one place; open until it is decided.

    `site_id` is where, if one of the two names a single site. `rights` are the complaint's.
    """

    audit_id: AuditId
    case_id: CaseId
    site_id: SiteId | None
    rights: tuple[Right, ...]
    decision: Decision | None = None

    @property
    def pair(self) -> Pair:
        """Return what contradicts what."""
        return self.audit_id, self.case_id

    @property
    def is_open(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.decision is None


def contradictions(testimony: Testimony, rules: EvidenceRules) -> tuple[Contradiction, ...]:
    """Return all contradictions at a supplier, decided ones too, in order of their ids."""
    decided = {each.pair: each for each in testimony.decisions}
    clean = [audit for audit in testimony.audits if rules.is_clean(audit)]
    found = [
        _contradiction(audit, complaint, testimony.sites, decided.get(_pair(audit, complaint)))
        for complaint in testimony.complaints
        if complaint.counts
        for audit in clean
        if _is_one_place(audit, complaint, testimony.sites)
        and _is_one_time(audit, complaint, rules)
    ]
    return tuple(sorted(found, key=lambda each: each.pair))


def _pair(audit: Audit, complaint: Complaint) -> Pair:
    return audit.audit_id, complaint.case_id


def _contradiction(
    audit: Audit, complaint: Complaint, sites: Sites, decision: Decision | None
) -> Contradiction:
    here = _sites_here(complaint, sites)
    return Contradiction(
        audit_id=audit.audit_id,
        case_id=complaint.case_id,
        site_id=audit.site_id or (here[0] if len(here) == 1 else None),
        rights=tuple(sorted(set(complaint.rights))),
        decision=decision,
    )


def _is_one_place(audit: Audit, complaint: Complaint, sites: Sites) -> bool:
    """Say whether both may speak of one place: one site, or one of them names none here."""
    if audit.site_id is None or audit.site_id in complaint.site_ids:
        return True
    return not _sites_here(complaint, sites)


def _sites_here(complaint: Complaint, sites: Sites) -> list[SiteId]:
    """Return the complaint's sites that are this supplier's; it may name those of others too."""
    return sorted(set(complaint.site_ids).intersection(sites))


def _is_one_time(audit: Audit, complaint: Complaint, rules: EvidenceRules) -> bool:
    """Say whether the audit may speak of the time of the complaint.

    Not if the complaint was closed before the audit, nor if it was filed after the audit's
    validity; a missing date rules nothing out.
    """
    until = rules.valid_until(audit)
    if audit.held_on is None or until is None:
        return True
    if complaint.closed_on is not None and is_before(complaint.closed_on, audit.held_on):
        return False
    return complaint.filed_on is None or first_day(complaint.filed_on) <= until
