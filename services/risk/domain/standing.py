"""Standing: what of a supplier's testimony holds, once it is all seen together.

A later audit of the same scheme at the same place takes over from an earlier one: what it does not
find again is mended. That is the only cut there is, and three things stop it: an open
contradiction at the supplier, a ruling that the later audit was wrong, and a date nobody stated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sorgfalt_contracts.terms import AuditId

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.contradiction import Contradiction, contradictions
from services.risk.domain.decision import Ruling
from services.risk.domain.evidence_rules import EvidenceRules
from services.risk.domain.partial_dates import is_before
from services.risk.domain.testimony import Testimony


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What holds, all in order of ids.

    `audits` are those whose findings count, `kept` those among them that a later audit would have
    taken over from but for an open contradiction, `replaced` those it took over from; `complaints`
    count, `set_aside` would but for a ruling.
    """

    contradictions: tuple[Contradiction, ...] = ()
    audits: tuple[Audit, ...] = ()
    kept: frozenset[AuditId] = frozenset()
    replaced: tuple[Audit, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    set_aside: tuple[Complaint, ...] = ()

    @property
    def is_frozen(self) -> bool:
        """Say whether nothing may be cut and no plan closed here."""
        return any(each.is_open for each in self.contradictions)


def standing(testimony: Testimony, rules: EvidenceRules) -> Standing:
    """Return what holds of everything said of a supplier."""
    found = contradictions(testimony, rules)
    is_frozen = any(each.is_open for each in found)
    later = _taking_over(testimony.audits, found, rules)
    audits = sorted(testimony.audits, key=lambda each: each.audit_id)
    over = [audit for audit in audits if any(_takes_over(each, audit) for each in later)]
    counting = sorted(
        (each for each in testimony.complaints if each.counts), key=lambda each: each.case_id
    )
    aside = [each for each in counting if _is_set_aside(each, found)]
    return Standing(
        contradictions=found,
        audits=tuple(each for each in audits if is_frozen or each not in over),
        kept=frozenset(each.audit_id for each in over if is_frozen),
        replaced=() if is_frozen else tuple(over),
        complaints=tuple(each for each in counting if each not in aside),
        set_aside=tuple(aside),
    )


def _taking_over(
    audits: Iterable[Audit], found: Sequence[Contradiction], rules: EvidenceRules
) -> list[Audit]:
    """Return the audits that may take over from earlier ones: with a result nobody refuted."""
    refuted = {
        each.audit_id
        for each in found
        if each.decision is not None and each.decision.ruling is Ruling.COMPLAINT_STANDS
    }
    return [each for each in audits if rules.is_result(each) and each.audit_id not in refuted]


def _takes_over(later: Audit, earlier: Audit) -> bool:
    return (
        (later.scheme, later.site_id) == (earlier.scheme, earlier.site_id)
        and later.held_on is not None
        and earlier.held_on is not None
        and is_before(earlier.held_on, later.held_on)
    )


def _is_set_aside(complaint: Complaint, found: Sequence[Contradiction]) -> bool:
    """Say whether rulings for the audit take an undecided complaint out of the likelihood.

    Only if every contradiction it is in was ruled so, and never once it is founded: a ruling of
    this company does not overrule the procedure that heard the people.
    """
    rulings = [
        None if each.decision is None else each.decision.ruling
        for each in found
        if each.case_id == complaint.case_id
    ]
    is_ruled = bool(rulings) and all(each is Ruling.AUDIT_STANDS for each in rulings)
    return is_ruled and not complaint.is_founded
