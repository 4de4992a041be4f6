"""Fields of events: texts, codes, numbers and dates, each with its limit."""

from datetime import date
from typing import Annotated, ClassVar, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from sorgfalt_contracts.lei import is_lei

MAX_TEXT: Final = 500
MAX_SITES: Final = 2_000
ERA: Final = 2**40
"""Versions and sequences are era * ERA + n; a restore from backup raises the era."""

MAX_WHERE: Final = 200
_MAX_INTEGER: Final = 2**63 - 1
"""What a column of the database and an integer of most readers can hold."""


def _lei(text: str) -> str:
    if not is_lei(text):
        raise PydanticCustomError("bad-lei", "check digits or shape of the LEI are wrong")
    return text


def _partial_date(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-01-01"[: len("yyyy-mm-dd")])
    except ValueError:
        raise PydanticCustomError("bad-date", "there is no such day, month or year") from None
    return text


Text = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[!-.0-?A-~]{1,64}$")]
Result = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 .+-]{0,63}$")]
"""An auditor's own grade, such as a level or a score; not a place for a report."""

Source = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,256}$")]
"""A sender, as the envelope's attribute `source` names it."""

Href = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,500}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Lei = Annotated[
    str,
    AfterValidator(_lei),
    Field(json_schema_extra={"format": "lei", "pattern": "^[A-Z0-9]{18}[0-9]{2}$"}),
]
Bpn = Annotated[str, StringConstraints(pattern=r"^BPNL[A-Z0-9]{12}$")]
PartialDate = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
    AfterValidator(_partial_date),
    Field(json_schema_extra={"format": "partial-date"}),
]
Latitude = Annotated[float, Field(ge=-90, le=90, strict=True)]
Longitude = Annotated[float, Field(ge=-180, le=180, strict=True)]
Version = Annotated[int, Field(ge=1, le=_MAX_INTEGER)]
Count = Annotated[int, Field(ge=0, le=_MAX_INTEGER)]
Grade = Annotated[int, Field(ge=1, le=5)]
Percent = Annotated[float, Field(ge=0, le=100, strict=True)]
_YMD: Final = r"[0-9]{1,3}Y([0-9]{1,3}M)?([0-9]{1,3}D)?|[0-9]{1,3}M([0-9]{1,3}D)?|[0-9]{1,3}D"
Period = Annotated[str, StringConstraints(pattern=rf"^P({_YMD})$")]
"""An ISO 8601 duration in years, months and days; legal periods are no day counts."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Model(BaseModel):
    """A closed, frozen piece of an event."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Event(Model):
    """An event's body; `TYPE` is its CloudEvents type."""

    TYPE: ClassVar[str]
