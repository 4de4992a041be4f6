"""The receipt: 26 signs of chance (130 bits) and 2 to check them, in groups for paper.

Crockford's base 32 has no I, L, O and U; people may write them all the same. The check is the
number modulo 1021, a prime: a wrong sign, and two neighbours in the wrong order, are always found.
"""

from dataclasses import dataclass
from typing import Final

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHANCE_SIGNS: Final = 26
CHANCE_BITS: Final = 5 * CHANCE_SIGNS
GROUP: Final = 4
_CHECK_SIGNS: Final = 2
_PRIME: Final = 1021
"""The largest prime below 32 * 32, which two signs can hold."""

_MEANT: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The number behind the signs. Whoever holds it is who filed; nobody else has it."""

    number: int

    def __post_init__(self) -> None:
        """Refuse a number that the signs cannot say."""
        if not 0 <= self.number < 2**CHANCE_BITS:
            raise ValueError("a receipt has 130 bits")

    def __repr__(self) -> str:
        """Return nothing of it: a receipt in a log would be a key in a log."""
        return "Receipt(…)"

    @property
    def secret(self) -> bytes:
        """Return the bytes that keys are derived from."""
        return self.number.to_bytes(17)


def written(receipt: Receipt) -> str:
    """Return the receipt as a person copies it: seven groups of four signs."""
    check = _signs(receipt.number % _PRIME, _CHECK_SIGNS)
    signs = _signs(receipt.number, CHANCE_SIGNS) + check
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def read(text: str) -> Receipt | None:
    """Return the receipt a person typed, in any case and grouping; None if it cannot be one."""
    signs = "".join(text.split()).upper().translate(_MEANT)
    if len(signs) != CHANCE_SIGNS + _CHECK_SIGNS or not set(signs) <= set(SIGNS):
        return None
    number, check = _number(signs[:CHANCE_SIGNS]), _number(signs[CHANCE_SIGNS:])
    return Receipt(number=number) if number % _PRIME == check else None


def _signs(number: int, count: int) -> str:
    return "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(count)))


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * len(SIGNS) + SIGNS.index(sign)
    return number
