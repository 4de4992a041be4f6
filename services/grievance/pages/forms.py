"""Forms: what a browser sent, within its limits, and which fields are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from services.grievance.domain.writing import MOST_CONTACT, MOST_COUNTRY, MOST_TEXT, cleaned
from services.grievance.handlers.file_case import Complaint
from shared.web.limits import read_body

FORM: Final = "application/x-www-form-urlencoded"
MOST_BODY: Final = 512 * 1024
"""A text of 20,000 signs, each of which a form writes with up to 12."""

MOST_FIELDS: Final = 60
LIMITS: Final = {"text": MOST_TEXT, "country": MOST_COUNTRY, "contact": MOST_CONTACT}


class UnreadableError(Exception):
    """What was sent is no form of ours; `code` names the text that says so."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What stands in a form, so that it can be shown again."""

    text: str = ""
    topics: tuple[str, ...] = ()
    country: str = ""
    contact: str = ""
    token: str = ""
    receipt: str = ""
    confirmed: str = ""

    def __repr__(self) -> str:
        """Return nothing of it: no error that names it may tell what stands in it."""
        return "Given(…)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A form that was looked at: the complaint, or which field is wrong and the text's name."""

    complaint: Complaint | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)


async def read_form(request: Request) -> Given:
    """Return the form of a request; raise UnreadableError, which never quotes it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise UnreadableError("unreadable", 415)
    body = await read_body(request, MOST_BODY)
    if body is None:
        raise UnreadableError("too_large", 413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UnreadableError("unreadable", 422) from None
    fields = dict(pairs)
    names = ("text", "country", "contact", "token", "receipt", "confirmed")
    topics = tuple(value for name, value in pairs if name == "topics")
    return Given(topics=topics, **{name: fields.get(name, "") for name in names})


def check(given: Given, language: str) -> Checked:
    """Return the complaint of a form, or what is wrong with it."""
    read = {name: cleaned(getattr(given, name), most) for name, most in LIMITS.items()}
    wrong = {name: f"{name}_long" for name, text in read.items() if text is None}
    if read["text"] == "":
        wrong["text"] = "text_missing"
    if wrong:
        return Checked(wrong=wrong)
    return Checked(
        complaint=Complaint(
            text=read["text"] or "",
            topics=given.topics,
            language=language,
            country=read["country"] or "",
            contact=read["contact"] or "",
        )
    )
