"""Files the demo's complaints and handles cases, through the doors that people and handlers use.

Only handlers see a case's id, only the person has the receipt: they meet by the reference that
stands in the invented text. Many requests are under way at a time, over connections kept alive.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self, TypeVar
from zoneinfo import ZoneInfo

import httpx
from sorgfalt_contracts.terms import derived_id

from infra.local.demo.complaints import Complaint
from infra.local.demo.courses import (
    ADMISSIBILITY,
    ASSESSMENT,
    ATTRIBUTION,
    BY_THE_PERSON,
    COURSES,
    Step,
)
from infra.local.demo.masters import Row, digest
from infra.local.demo.places import Place
from infra.local.demo.plants import plant_record, plant_sites
from infra.local.errors import StackError

_AT_ONCE: Final = 8
_ANSWER_SECONDS: Final = 60.0
_PAGE: Final = 100
_ZONE: Final = "Europe/Berlin"
_KEY_LENGTH: Final = 40
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A supplier and its sites by a sender's numbers, as a case is attributed to them."""

    system: str
    client: str
    number: str
    sites: tuple[str, ...] = ()

    def site_ids(self) -> list[str]:
        """Return our ids of the sites."""
        return [str(derived_id("site", self.system, self.client, site)) for site in self.sites]


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What was done in one case: `said` is a door and what was said there, in order.

    In an attribution, suppliers and sites stand under their senders' numbers. `on` is the day.
    """

    case: str
    on: str
    topics: tuple[str, ...]
    said: tuple[Step, ...]

    def as_document(self) -> dict[str, Any]:
        """Return it as the second computation reads it."""
        said = [list(step) for step in self.said]
        return {"case": self.case, "on": self.on, "topics": list(self.topics), "said": said}


class Office:
    """The doors of grievance and intake, as people, handlers and the office's clerks use them."""

    def __init__(self, grievance: str, intake: str) -> None:
        limits = httpx.Limits(max_connections=_AT_ONCE, max_keepalive_connections=_AT_ONCE)
        self._cases = httpx.AsyncClient(base_url=grievance, timeout=_ANSWER_SECONDS, limits=limits)
        self._suppliers = httpx.AsyncClient(base_url=intake, timeout=_ANSWER_SECONDS, limits=limits)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._cases.aclose()
        await self._suppliers.aclose()

    async def file(self, filed: Sequence[Complaint]) -> dict[str, str]:
        """File complaints and return the receipt of each by its reference."""
        answers = await _each(self._file, filed)
        return {each.reference: receipt for each, receipt in zip(filed, answers, strict=True)}

    async def find(self, words: Iterable[str]) -> dict[str, str]:
        """Return the id of the case in whose texts each of the words stands."""
        cases = await self._listed()
        texts = await _each(self._read, cases)
        wanted = list(words)
        found = {
            word: case_id
            for case_id, text in zip(cases, texts, strict=True)
            for word in wanted
            if word in text
        }
        if missing := set(wanted) - found.keys():
            raise StackError(f"No case holds the words of {len(missing)} cases that were filed.")
        return found

    async def suppliers(self, subjects: Iterable[Subject]) -> dict[Subject, str]:
        """Return the id of the supplier that stands for each subject today."""
        asked = sorted(set(subjects), key=repr)
        return dict(zip(asked, await _each(self._supplier, asked), strict=True))

    async def say(self, case_id: str, door: str, body: Mapping[str, Any]) -> None:
        """Take a handler's step in a case."""
        await self._post(f"/cases/{case_id}/{door}", body)

    async def answer(self, receipt: str, *, confirmed: bool) -> None:
        """Let the person say whether the remedy arrived."""
        await self._post("/complaints/remedy", {"receipt": receipt, "confirmed": confirmed})

    async def _file(self, complaint: Complaint) -> str:
        key = digest(complaint.reference)[:_KEY_LENGTH]
        answer = await self._post("/complaints", complaint.filing, {"idempotency-key": key})
        return str(answer["receipt"])

    async def _listed(self) -> list[str]:
        found: list[str] = []
        parameters: dict[str, str] = {"limit": str(_PAGE)}
        while True:
            page = _opened(await self._cases.get("/cases", params=parameters))["cases"]
            found += [each["case_id"] for each in page]
            if len(page) < _PAGE:
                return found
            parameters["after"] = found[-1]

    async def _read(self, case_id: str) -> str:
        answer = await self._cases.get(f"/cases/{case_id}")
        _opened(answer)
        return answer.text

    async def _supplier(self, subject: Subject) -> str:
        key = {"system": subject.system, "client": subject.client, "number": subject.number}
        known = _opened(await self._suppliers.get("/suppliers", params=key))
        return str(known["suppliers"][0]["supplier_id"])

    async def _post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        return _opened(await self._cases.post(path, json=body, headers=headers))


async def handle_complaints(
    office: Office, filed: Sequence[Complaint], tell: Callable[[], None]
) -> list[Taken]:
    """File complaints and let each take its course; `tell` is called after each."""
    day = office_day()
    receipts = await office.file(filed)
    cases = await office.find(each.reference for each in filed)
    suppliers = await office.suppliers(
        subject_of(each.place) for each in filed if each.place is not None
    )

    async def handle(complaint: Complaint) -> Taken:
        case_id = cases[complaint.reference]
        taken = course_of(complaint, day)
        for door, body in taken.said:
            if door == BY_THE_PERSON:
                await office.answer(receipts[complaint.reference], **body)
            else:
                await office.say(case_id, door, _with_ids(body, complaint, suppliers))
        tell()
        return taken

    return await _each(handle, filed)


async def attribute_plants(office: Office, rows: Sequence[Row]) -> list[Taken]:
    """Attribute the imported cases to the plants that the ERP knows."""
    cases = await office.find(row["facility"] for row in rows)
    day = office_day()
    subjects = {row["case_id"]: plant_of(row) for row in rows}
    suppliers = await office.suppliers(subjects.values())

    async def attribute(row: Row) -> Taken:
        subject = subjects[row["case_id"]]
        ids = {"supplier_ids": [suppliers[subject]], "site_ids": subject.site_ids()}
        await office.say(cases[row["facility"]], ATTRIBUTION, ids)
        return attribution_of(row, day)

    return await _each(attribute, rows)


def office_day() -> str:
    """Return the day where the office stands: grievance counts days in that zone."""
    return datetime.fromtimestamp(time.time(), ZoneInfo(_ZONE)).date().isoformat()


def course_of(complaint: Complaint, day: str) -> Taken:
    """Return everything that will be said in a complaint."""
    said = tuple(_filled(step, complaint) for step in COURSES[complaint.course].steps)
    return Taken(case=complaint.reference, on=day, topics=complaint.topics, said=said)


def attribution_of(row: Row, day: str) -> Taken:
    """Return what will be said in a historical case after its import."""
    said = ((ATTRIBUTION, _as_said(plant_of(row))),)
    return Taken(case=row["case_id"], on=day, topics=(), said=said)


def subject_of(place: Place) -> Subject:
    """Return whom a complaint about a place is attributed to."""
    sites = () if place.site is None else (place.site,)
    return Subject(**place.record, sites=sites)


def plant_of(row: Row) -> Subject:
    """Return whom a historical case is attributed to: the plant with all its sites."""
    return Subject(**plant_record(row), sites=tuple(plant_sites(row)))


def _filled(step: Step, complaint: Complaint) -> Step:
    """Fill a step in with what is the complaint's own."""
    door, body = step
    if door == ATTRIBUTION and complaint.place is not None:
        return door, _as_said(subject_of(complaint.place))
    if door == ASSESSMENT:
        return door, {"rights": list(complaint.rights), "severity": complaint.severity}
    if door == ADMISSIBILITY and not body["admitted"]:
        return door, {**body, "reason": complaint.refusal}
    return step


def _as_said(subject: Subject) -> dict[str, Any]:
    record = [subject.system, subject.client, subject.number]
    sites = [[subject.system, subject.client, site] for site in subject.sites]
    return {"suppliers": [record], "sites": sites}


def _with_ids(
    body: Mapping[str, Any], complaint: Complaint, suppliers: Mapping[Subject, str]
) -> Mapping[str, Any]:
    """Put our ids in place of the senders' numbers."""
    if "suppliers" not in body or complaint.place is None:
        return body
    subject = subject_of(complaint.place)
    return {"supplier_ids": [suppliers[subject]], "site_ids": subject.site_ids()}


async def _each(do: Callable[[A], Awaitable[B]], things: Sequence[A]) -> list[B]:
    """Do something to each thing, some at a time, and return what came of them in their order."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def in_turn(thing: A) -> B:
        async with turns:
            return await do(thing)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(in_turn(thing)) for thing in things]
    except ExceptionGroup as several:
        raise several.exceptions[0] from None  # one sentence for the person at the terminal
    return [task.result() for task in tasks]


def _opened(answer: httpx.Response) -> dict[str, Any]:
    if not answer.is_success:
        request = answer.request
        raise StackError(f"{answer.status_code} to {request.method} {request.url.path}.")
    document: dict[str, Any] = answer.json()
    return document
