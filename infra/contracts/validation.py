"""Validators of our schemas that hold formats too, which JSON Schema leaves open by itself."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker
from sorgfalt_contracts.lei import is_lei

from infra.contracts.published import Json

_FORMATS: Final = FormatChecker(formats=())


def validator(schema: Json) -> Draft202012Validator:
    """Return a validator that holds every format our schemas name."""
    return Draft202012Validator(dict(schema), format_checker=_FORMATS)


def fault(schema: Json, document: Any) -> str | None:
    """Return where and by which keyword a document breaks a schema; None if it does not."""
    found = next(validator(schema).iter_errors(document), None)
    return None if found is None else f"{found.json_path} breaks {found.validator}"


def _format(name: str) -> Callable[[Callable[[str], bool]], Callable[[str], bool]]:
    def declare(is_right: Callable[[str], bool]) -> Callable[[str], bool]:
        _FORMATS.checks(name, raises=ValueError)(
            lambda value: not isinstance(value, str) or is_right(value)
        )
        return is_right

    return declare


_format("lei")(is_lei)


@_format("uuid")
def _is_uuid(text: str) -> bool:
    return str(UUID(text)) == text


@_format("date")
def _is_date(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


@_format("partial-date")
def _is_partial_date(text: str) -> bool:
    return _is_date(f"{text}-01-01"[:10])


@_format("date-time")
def _is_instant(text: str) -> bool:
    return "T" in text and datetime.fromisoformat(text).tzinfo is not None
