"""JSON as our doors take it: UTF-8, no duplicate keys, no NaN, no endless nesting, storable text.

The usual parsers keep the last of two equal keys and take NaN; two readers would then see two
different events in the same bytes. Runs where data enters, not in hot readers of our own facts.
"""

import json
import math
from collections.abc import Sequence
from typing import Any, Final

from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

MAX_DEPTH: Final = 64
"""Deeper than any contract by far; the standard parser itself gives up near 1,000."""


def parse(data: bytes) -> Any:
    """Return the document in `data`; raise BadEventError with the reason it is not one."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadEventError(DeadLetterReason.NOT_UTF8) from None
    try:
        document = _DECODER.decode(text)
    except RecursionError:
        raise BadEventError(DeadLetterReason.TOO_DEEP) from None
    except ValueError:
        raise BadEventError(DeadLetterReason.NOT_JSON) from None
    _limit_depth(document)
    if "\\ud" in text or "\\uD" in text:
        _refuse_half_pairs(document)
    return document


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise BadEventError(DeadLetterReason.DUPLICATE_KEYS)
    return document


def _no_constant(_: str) -> Any:
    raise BadEventError(DeadLetterReason.NOT_A_NUMBER)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):  # 1e400: an infinity again once it is read, and null once written
        raise BadEventError(DeadLetterReason.NOT_A_NUMBER)
    return number


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
)


def _refuse_half_pairs(document: Any) -> None:
    """Half a surrogate pair: JSON can spell it, but no encoder and no database can hold it."""
    try:
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise BadEventError(DeadLetterReason.NOT_UTF8) from None


def _limit_depth(document: Any) -> None:
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise BadEventError(DeadLetterReason.TOO_DEEP)


def _inside(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list)]
    if isinstance(value, list):
        return [inner for inner in value if isinstance(inner, dict | list)]
    return ()
