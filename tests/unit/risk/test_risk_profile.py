"""Which news counts for a profile, and when its verdict gets a new version."""

from hypothesis import given
from hypothesis import strategies as st

from services.risk.domain.profile import RiskProfile, is_news, revise
from tests.unit.risk.builders import a_supplier

versions = st.integers(1, 2**50)


@given(versions, versions)
def test_only_a_higher_version_of_the_supplier_is_news(judged: int, told: int) -> None:
    assert is_news(RiskProfile(supplier_version=judged), a_supplier(version=told)) == (
        told > judged
    )


def test_everything_is_news_to_an_empty_profile() -> None:
    assert is_news(RiskProfile(), a_supplier(version=1))


def test_a_verdict_that_differs_gets_the_next_version() -> None:
    before = RiskProfile(supplier_version=3, version=8, digest=b"one")
    assert revise(before, a_supplier(version=5), b"other") == RiskProfile(
        supplier_version=5, version=9, digest=b"other"
    )


def test_an_equal_verdict_keeps_its_version_and_notes_the_supplier_s() -> None:
    before = RiskProfile(supplier_version=3, version=8, digest=b"one")
    assert revise(before, a_supplier(version=5), b"one") == RiskProfile(
        supplier_version=5, version=8, digest=b"one"
    )
