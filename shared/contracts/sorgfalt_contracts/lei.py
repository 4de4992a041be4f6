"""Legal entity identifiers (ISO 17442; check digits by ISO 7064 MOD 97-10). Standard library."""

import re
from typing import Final

_SHAPE: Final = re.compile(r"[A-Z0-9]{18}[0-9]{2}")


def check_digits(prefix: str) -> str:
    """Return the two check digits that make `prefix` (18 characters, A-Z and 0-9) an LEI."""
    return f"{98 - int(_as_digits(prefix) + '00') % 97:02d}"


def is_lei(text: str) -> bool:
    """Say whether `text` is 20 characters of the right shape whose check digits hold."""
    return bool(_SHAPE.fullmatch(text)) and int(_as_digits(text)) % 97 == 1


def _as_digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text)
