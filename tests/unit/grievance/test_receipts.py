"""The receipt: what a person copies from paper comes back, and a slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.domain.receipt import CHANCE_BITS, SIGNS, Receipt, read, written
from tests.unit.grievance.builders import RECEIPT

RECEIPTS = st.builds(Receipt, number=st.integers(0, 2**CHANCE_BITS - 1))


@given(RECEIPTS)
def test_a_receipt_comes_back_from_paper(receipt: Receipt) -> None:
    assert read(written(receipt)) == receipt


@given(RECEIPTS)
def test_case_grouping_and_look_alikes_do_not_matter(receipt: Receipt) -> None:
    text = written(receipt)
    careless = text.lower().replace("-", "  ").replace("1", "l").replace("0", "o")
    assert read(f"\t{careless}\n") == receipt
    assert read(text.replace("1", "i").replace("-", "")) == receipt


@given(RECEIPTS, st.data())
def test_one_wrong_sign_is_always_noticed(receipt: Receipt, data: st.DataObject) -> None:
    signs = written(receipt).replace("-", "")
    place = data.draw(st.integers(0, len(signs) - 1))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != signs[place]]))
    assert read(signs[:place] + other + signs[place + 1 :]) is None


@given(RECEIPTS, st.data())
def test_two_neighbours_in_the_wrong_order_are_always_noticed(
    receipt: Receipt, data: st.DataObject
) -> None:
    signs = written(receipt).replace("-", "")
    swaps = [i for i in range(len(signs) - 1) if signs[i] != signs[i + 1]]
    if swaps:
        at = data.draw(st.sampled_from(swaps))
        assert read(signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]) is None


@given(st.text(max_size=60))
def test_any_text_is_a_receipt_or_nothing(text: str) -> None:
    found = read(text)
    assert found is None or read(written(found)) == found


def test_a_receipt_has_seven_groups_of_four_and_at_least_128_bits() -> None:
    assert [len(group) for group in written(RECEIPT).split("-")] == [4] * 7
    assert CHANCE_BITS >= 128


@pytest.mark.parametrize("number", [-1, 2**CHANCE_BITS])
def test_a_number_that_the_signs_cannot_say_is_no_receipt(number: int) -> None:
    with pytest.raises(ValueError, match="130 bits"):
        Receipt(number=number)


def test_a_receipt_says_nothing_of_itself_in_a_log() -> None:
    assert f"{RECEIPT!r} {RECEIPT}" == "Receipt(…) Receipt(…)"
