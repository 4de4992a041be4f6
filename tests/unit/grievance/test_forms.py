"""Forms and their tokens: what people send, and that a form makes one case."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.domain.writing import MOST_TEXT, cleaned
from services.grievance.handlers.file_case import Complaint
from services.grievance.handlers.form_tokens import CHANCE_BYTES, issued, seed_of
from services.grievance.pages.forms import Given, check
from services.grievance.store.vault import Vault

VAULT = Vault(bytes(range(32)))
NOW = datetime(2026, 11, 23, 14, 7, tzinfo=UTC)
TOKEN = issued(VAULT, bytes(CHANCE_BYTES), NOW)


@pytest.mark.parametrize("hours", [0, 1, 47])
def test_a_token_leads_to_the_same_seed_for_two_days(hours: int) -> None:
    assert seed_of(VAULT, TOKEN, NOW + timedelta(hours=hours)) == seed_of(VAULT, TOKEN, NOW)
    assert seed_of(VAULT, TOKEN, NOW) is not None


@pytest.mark.parametrize("later", [timedelta(hours=49), timedelta(hours=-2)])
def test_an_old_token_and_one_from_the_future_lead_nowhere(later: timedelta) -> None:
    assert seed_of(VAULT, TOKEN, NOW + later) is None


@pytest.mark.parametrize("token", ["", "x", "AAAA", TOKEN[:-4], TOKEN + "AAAA", "é" * 60])
def test_a_token_that_is_not_ours_leads_nowhere(token: str) -> None:
    assert seed_of(VAULT, token, NOW) is None
    assert seed_of(Vault(bytes(32)), TOKEN, NOW) is None


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("AQgw-_09"))
def test_a_changed_token_leads_nowhere(place: int, sign: str) -> None:
    changed = TOKEN[:place] + sign + TOKEN[place + 1 :]
    assert changed == TOKEN or seed_of(VAULT, changed, NOW) is None


def test_a_token_without_enough_chance_is_not_made() -> None:
    with pytest.raises(ValueError, match="24 bytes"):
        issued(VAULT, b"little", NOW)


def test_a_text_is_kept_as_it_was_written_without_signs_nobody_sees() -> None:
    assert cleaned("  a\r\nb\rc\td\x00\x1b[2J\x9f ", 99) == "a\nb\nc\td[2J"
    assert cleaned(" \x00 \n", 99) == ""
    assert cleaned("ß" * 3, 3) == "ßßß"
    assert cleaned("ß" * 4, 3) is None


def test_a_form_becomes_a_complaint() -> None:
    given_ = Given(text=" Sin pago ", topics=("wages",), country="México", contact="ana")
    assert check(given_, "es").complaint == Complaint(
        text="Sin pago", topics=("wages",), language="es", country="México", contact="ana"
    )


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        (Given(text=" \r\n "), {"text": "text_missing"}),
        (Given(text="x" * (MOST_TEXT + 1)), {"text": "text_long"}),
        (
            Given(text="x", contact="c" * 501, country="c" * 101),
            {"contact": "contact_long", "country": "country_long"},
        ),
    ],
)
def test_a_form_says_what_is_wrong_with_it(sent: Given, wrong: dict[str, str]) -> None:
    checked = check(sent, "en")
    assert (checked.complaint, checked.wrong) == (None, wrong)


def test_what_people_wrote_does_not_show_in_the_repr_of_anything() -> None:
    shown = f"{Given(text='canary')!r} {Complaint(text='canary')!r}"
    assert "canary" not in shown
