"""Frozen editions and their differences -> JSON documents, addresses, and the published fact."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import msgspec
from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.terms import CompanyId

from services.reporting.domain.difference import CellDifference, Difference, FigureDifference
from services.reporting.domain.edition import Edition, FrozenRecord, Heading
from services.reporting.domain.evidence import EvidenceEvent
from services.reporting.domain.figure import Cell
from shared.store.cause import Cause
from shared.store.outbox import Fact


def edition_path(disclosure: str, number: int) -> str:
    """Return where a frozen edition is found over HTTP."""
    return f"/editions/{disclosure}/{number}"


def edition_evidence_path(disclosure: str, number: int, figure: str, cell: str, **more: str) -> str:
    """Return where the events behind a cell of a frozen edition are found over HTTP."""
    query = urlencode({"cell": cell, **more})
    return f"{edition_path(disclosure, number)}/figures/{figure}/evidence?{query}"


def difference_path(disclosure: str, before: int, after: int) -> str:
    """Return where the difference of two editions is found over HTTP."""
    return f"{edition_path(disclosure, before)}/difference/{after}"


def published(company: CompanyId, edition: Edition, cause: Cause) -> Fact:
    """Return the fact that an edition was frozen: which rules, which hash, where to get it."""
    body = structs.DisclosurePublished(
        company_id=company,
        edition_id=edition.edition_id,
        number=edition.number,
        rule_pack=edition.rule_pack,
        rule_pack_edition=edition.rule_pack_edition,
        sha256=edition.sha256,
        href=edition_path(edition.disclosure, edition.number),
    )
    return Fact(
        topic=topics.DISCLOSURE_PUBLISHED.name,
        key=str(company),
        type=events.DisclosurePublished.TYPE,
        data=structs.encode(body),
        cause=cause,
    )


def receipt_document(edition: Edition) -> dict[str, Any]:
    """Return what one is told who has frozen an edition."""
    return {
        "number": edition.number,
        "edition_id": str(edition.edition_id),
        "sha256": edition.sha256,
        "href": edition_path(edition.disclosure, edition.number),
    }


def editions_document(editions: Iterable[Edition]) -> dict[str, Any]:
    """Return the list of editions; each leads to its bytes and to what it changed."""
    return {"editions": [_listed(edition) for edition in editions]}


def _listed(edition: Edition) -> dict[str, Any]:
    code, number = edition.disclosure, edition.number
    change = difference_path(code, number - 1, number) if number > 1 else None
    return {**_plain(edition), "href": edition_path(code, number), "difference": change}


def frozen_evidence_document(
    figure: str, heading: Heading, cell: Cell, cut: slice
) -> dict[str, Any]:
    """Return a part of the events behind a cell of a frozen edition.

    `cell` holds all its events; `cut` says from which to which. `next` leads to the following part.
    """
    found = cell.evidence.events[cut]
    place = (heading.disclosure, heading.number, figure, cell.code)
    limit = str(cut.stop - cut.start)
    more = cut.stop < cell.evidence.count
    return {
        "edition": heading.number,
        "figure": figure,
        "cell": cell.code,
        "query": cell.evidence.query,
        "parameters": dict(cell.evidence.parameters),
        "as_of": heading.position.as_of,
        "count": cell.evidence.count,
        "events": [_event(event) for event in found],
        "next": edition_evidence_path(*place, after=str(cut.stop), limit=limit) if more else None,
    }


def difference_document(
    before: FrozenRecord, after: FrozenRecord, difference: Difference
) -> dict[str, Any]:
    """Return what differs; each event is told once in `events`, all else names it by its number."""
    numbers = _Numbered()
    document = {
        "disclosure": after.heading.disclosure,
        "before": _side(before),
        "after": _side(after),
        "is_equal": difference.is_empty,
        "rules": [_plain(change) for change in difference.rules],
        "counts": [_plain(change) for change in difference.counts],
        "figures": [_figure(each, difference, numbers) for each in difference.figures],
        "subjects": [
            {
                "subject": news.subject.kind.value,
                "subject_id": str(news.subject.id),
                "label": news.subject.label,
                "exchanges": [[numbers.of(event) for event in pair] for pair in news.exchanges],
            }
            for news in difference.news.values()
        ],
    }
    return {**document, "events": [_event(event) for event in numbers.found]}


class _Numbered:
    """Gives each event a number when it is first named."""

    def __init__(self) -> None:
        self.found: list[EvidenceEvent] = []
        self._numbers: dict[tuple[str, int, str], int] = {}

    def of(self, event: EvidenceEvent | None) -> int | None:
        """Return the number of an event, or None where there is none."""
        if event is None:
            return None
        key = (event.event.event_id, event.subject.id.int, event.part)
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            self.found.append(event)
        return self._numbers[key]


def _figure(figure: FigureDifference, difference: Difference, numbers: _Numbered) -> dict[str, Any]:
    return {
        "code": figure.rule.code,
        "title": figure.rule.title,
        "unit": figure.rule.unit,
        "state": figure.state.value,
        "rule_fields": list(figure.rule_fields),
        "equal_cells": figure.equal_cells,
        "cells": [_cell(cell, difference, numbers) for cell in figure.cells],
    }


def _cell(cell: CellDifference, difference: Difference, numbers: _Numbered) -> dict[str, Any]:
    column = {"column": cell.column.code, "column_label": cell.column.text} if cell.column else {}
    return {
        "cell": cell.code,
        "row": cell.row.code,
        "row_label": cell.row.text,
        **column,
        "before": cell.before,
        "after": cell.after,
        "came": [numbers.of(shift.after) for shift in cell.came],
        "left": [numbers.of(shift.before) for shift in cell.left],
        "replaced": [[numbers.of(s.before), numbers.of(s.after)] for s in cell.replaced],
        "reasons": dict(Counter(difference.reason(shift).value for shift in cell.shifts)),
    }


def _side(edition: FrozenRecord) -> dict[str, Any]:
    heading = edition.heading
    return {
        "number": heading.number,
        "sha256": edition.sha256,
        "frozen_at": msgspec.to_builtins(heading.frozen_at),
        "as_of": heading.position.as_of,
        "rule_pack": heading.rule_pack,
        "rule_pack_edition": heading.rule_pack_edition,
        "href": edition_path(heading.disclosure, heading.number),
    }


def _event(event: EvidenceEvent) -> dict[str, Any]:
    return {
        **_plain(event.event),
        "version": event.version,
        "subject": event.subject.kind.value,
        "subject_id": str(event.subject.id),
        "label": event.subject.label,
        "part": event.part,
    }


def _plain(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(value)
    return found
