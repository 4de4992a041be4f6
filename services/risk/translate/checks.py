"""What risk reads of a fact ends in the inputs of its reasons, so its shape is checked."""

import re
from collections.abc import Iterable
from typing import Final

from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

COUNTRY: Final = re.compile(r"[A-Z]{2}")
CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
NUMBER: Final = re.compile(r"[!-~]{1,64}")


def check(shape: re.Pattern[str], texts: Iterable[str], where: str) -> None:
    """Raise BadEventError naming the field if a text has another shape."""
    if not all(shape.fullmatch(text) for text in texts):
        raise BadEventError(DeadLetterReason.INVALID, where)
