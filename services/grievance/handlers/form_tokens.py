"""Tokens of forms: one form makes one case, however often its button is pressed.

A token is made of chance and signed by the vault, and the receipt follows from it: the same form
again leads to the same receipt and so to the same case. Nothing of it is kept but the keyed hash
by which the receipt finds its case.
"""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from typing import Final

from services.grievance.store.vault import Vault

CHANCE_BYTES: Final = 24
LASTS: Final = timedelta(days=2)
"""Whoever writes on a form for longer is asked to send it once more."""

_HOUR: Final = 3_600
_HOUR_BYTES: Final = 4
_MARK_BYTES: Final = 16


def issued(vault: Vault, chance: bytes, now: datetime) -> str:
    """Return the token of a form that is shown `now`; raise ValueError for too little chance."""
    if len(chance) != CHANCE_BYTES:
        raise ValueError(f"a token needs {CHANCE_BYTES} bytes of chance")
    inside = chance + _hour(now).to_bytes(_HOUR_BYTES)
    return base64.urlsafe_b64encode(inside + vault.token_mark(inside)[:_MARK_BYTES]).decode()


def seed_of(vault: Vault, token: str, now: datetime) -> bytes | None:
    """Return what the receipt follows from; None for a token that is old or not ours."""
    try:
        whole = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    inside, mark = whole[:-_MARK_BYTES], whole[-_MARK_BYTES:]
    if not hmac.compare_digest(vault.token_mark(inside)[:_MARK_BYTES], mark):
        return None
    age = _hour(now) - int.from_bytes(inside[CHANCE_BYTES:])
    return b"form" + inside if 0 <= age <= LASTS.total_seconds() / _HOUR else None


def _hour(instant: datetime) -> int:
    return int(instant.timestamp()) // _HOUR
