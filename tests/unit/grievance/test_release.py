"""When news of a case leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.domain.release import MARGIN, ReleasePolicy, release_at


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("14:00:00", "15:00"),
        ("14:07:31", "15:00"),
        ("14:57:59", "15:00"),
        ("14:58:00", "16:00"),
        ("23:59:59", "01:00"),
    ],
)
def test_news_leaves_with_the_next_full_hour_that_is_not_just_about_to_come(
    now: str, leaves: str
) -> None:
    said = datetime.fromisoformat(f"2026-11-23T{now}+00:00")
    until = release_at(ReleasePolicy.NEXT_HOUR, said)
    assert until is not None
    assert f"{until:%H:%M}" == leaves


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_delay_is_longer_than_the_margin_and_ends_on_the_hour(now: datetime) -> None:
    until = release_at(ReleasePolicy.NEXT_HOUR, now)
    assert until is not None
    assert MARGIN < until - now <= timedelta(hours=1) + MARGIN
    assert (until.minute, until.second, until.microsecond) == (0, 0, 0)


def test_at_once_holds_nothing() -> None:
    assert release_at(ReleasePolicy.AT_ONCE, datetime(2026, 11, 23, tzinfo=UTC)) is None
