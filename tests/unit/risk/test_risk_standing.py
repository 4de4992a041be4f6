"""What holds of everything said of a supplier, once it is all seen together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import AuditKind, FindingGrade, Right

from services.risk.domain.audit import Audit
from services.risk.domain.decision import Ruling
from services.risk.domain.standing import Standing, standing
from tests.unit.risk.builders import the_method
from tests.unit.risk.evidence_builders import (
    OTHER_SITE,
    a_complaint,
    a_finding,
    a_ruling,
    an_audit,
    audit_id,
    held,
    said,
)

BAD = a_finding(FindingGrade.CRITICAL, Right.OCCUPATIONAL_SAFETY)
EARLIER = an_audit(BAD, number=1, held_on="2025-03-01")
LATER = an_audit(number=2, held_on="2026-03-01")


def counting(*things: Audit) -> list[Audit]:
    return list(held(*things).audits)


def test_a_later_audit_of_the_scheme_at_the_site_takes_over_from_an_earlier_one() -> None:
    assert held(EARLIER, LATER) == Standing(audits=(LATER,), replaced=(EARLIER,))


@pytest.mark.parametrize(
    "later",
    [
        an_audit(number=2, held_on="2026-03-01", scheme="copper-mark"),
        an_audit(number=2, held_on="2026-03-01", site_id=OTHER_SITE),
        an_audit(number=2, held_on="2026-03-01", site_id=None),
        an_audit(number=2, held_on="2026-03-01", kind=AuditKind.AWARD),
        an_audit(number=2, held_on="2026-03-01", kind=None),
        an_audit(number=2, held_on="2026-03-01", result=None),
        an_audit(number=2, held_on="2026-03-01", result="failed"),
        an_audit(number=2, held_on=None),
        an_audit(number=2, held_on="2025-03-01"),
        an_audit(number=2, held_on="2025"),
        an_audit(number=2, held_on="2024-12-31"),
    ],
)
def test_no_other_audit_takes_over(later: Audit) -> None:
    assert EARLIER in counting(EARLIER, later)


def test_an_audit_without_a_day_is_never_taken_over_from() -> None:
    undated = an_audit(BAD, number=1, held_on=None)
    assert counting(undated, LATER) == [undated, LATER]


def test_a_later_audit_that_is_not_clean_takes_over_with_its_own_findings() -> None:
    worse = an_audit(BAD, number=2, held_on="2026-03-01")
    assert counting(EARLIER, worse) == [worse]


def test_an_open_contradiction_at_the_supplier_freezes_every_cut() -> None:
    elsewhere = an_audit(number=3, site_id=OTHER_SITE)
    found = held(EARLIER, LATER, elsewhere, a_complaint(site_ids=(OTHER_SITE,)))
    assert (found.is_frozen, found.audits, found.kept, found.replaced) == (
        True, (EARLIER, LATER, elsewhere), frozenset({EARLIER.audit_id}), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ruling", "replaced"),
    [
        (Ruling.AUDIT_STANDS, (EARLIER,)),
        (Ruling.BOTH_STAND, (EARLIER,)),
        (Ruling.COMPLAINT_STANDS, ()),
    ],
)
def test_a_ruling_ends_the_freeze_and_a_refuted_audit_takes_over_from_none(
    ruling: Ruling, replaced: tuple[Audit, ...]
) -> None:
    found = held(EARLIER, LATER, a_complaint(), a_ruling(ruling, audit=2))
    assert (found.is_frozen, found.replaced) == (False, replaced)


def test_while_one_of_two_contradictions_is_open_the_freeze_stays() -> None:
    things = (EARLIER, LATER, a_complaint(number=1), a_complaint(number=2))
    found = held(*things, a_ruling(Ruling.BOTH_STAND, audit=2, case=1))
    assert (found.is_frozen, found.replaced) == (True, ())


@pytest.mark.parametrize(
    ("ruling", "substantiated", "counts"),
    [
        (Ruling.AUDIT_STANDS, None, False),
        (Ruling.AUDIT_STANDS, True, True),
        (Ruling.BOTH_STAND, None, True),
        (Ruling.COMPLAINT_STANDS, None, True),
    ],
)
def test_only_a_ruling_for_the_audit_sets_a_complaint_aside_and_never_a_founded_one(
    ruling: Ruling, *, substantiated: bool | None, counts: bool
) -> None:
    complaint = a_complaint(substantiated=substantiated)
    found = held(an_audit(), complaint, a_ruling(ruling))
    assert (found.complaints, found.set_aside) == (
        ((complaint,), ()) if counts else ((), (complaint,))
    )


@pytest.mark.parametrize("other", [None, Ruling.BOTH_STAND, Ruling.COMPLAINT_STANDS])
def test_a_complaint_is_set_aside_only_if_every_contradiction_was_ruled_so(
    other: Ruling | None,
) -> None:
    rulings = [a_ruling(Ruling.AUDIT_STANDS, audit=1)]
    rulings += [] if other is None else [a_ruling(other, audit=2)]
    assert held(an_audit(number=1), an_audit(number=2), a_complaint(), *rulings).set_aside == ()


def test_a_ruling_about_what_no_longer_contradicts_changes_nothing() -> None:
    complaint = a_complaint(site_ids=(OTHER_SITE,))
    found = held(an_audit(), complaint, a_ruling(Ruling.AUDIT_STANDS))
    assert (found.contradictions, found.complaints) == ((), (complaint,))


audits = st.builds(
    an_audit,
    st.sampled_from([BAD, a_finding(FindingGrade.MINOR, Right.WAGE)]),
    number=st.integers(1, 4),
    held_on=st.sampled_from([None, "2024", "2025-03", "2025-03-01", "2026-03-01"]),
    result=st.sampled_from(["pass", None, "failed"]),
    site_id=st.sampled_from([OTHER_SITE, None]),
)


@given(st.lists(audits, max_size=5, unique_by=lambda each: each.audit_id))
def test_every_audit_either_counts_or_was_replaced_by_one_that_counts_or_was(
    given_audits: list[Audit],
) -> None:
    found = held(*given_audits)
    assert {*found.audits, *found.replaced} == set(given_audits)
    assert not set(found.audits) & set(found.replaced)
    if given_audits:
        assert found.audits


@given(st.lists(audits, min_size=1, max_size=5, unique_by=lambda each: each.audit_id))
def test_a_complaint_never_makes_an_audit_count_less(given_audits: list[Audit]) -> None:
    alone = standing(said(*given_audits), the_method().evidence)
    beside = standing(said(*given_audits, a_complaint(site_ids=())), the_method().evidence)
    assert set(alone.audits) <= set(beside.audits)


def test_audits_are_in_order_of_their_ids() -> None:
    found = counting(*(an_audit(number=n, scheme=f"s{n}") for n in (3, 1, 2)))
    assert [each.audit_id for each in found] == [audit_id(n) for n in (1, 2, 3)]
