"""Records of the domain -> JSON documents."""

from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from services.reporting.domain.evidence import START, EvidenceEvent, Place
from services.reporting.domain.figure import Cell, EvidencePage, Figure
from services.reporting.domain.record import Record

_Numbers: TypeAlias = Mapping[EvidenceEvent, int]


def record_path(code: str) -> str:
    """Return where a record is found over HTTP."""
    return f"/disclosures/{code}"


def evidence_path(record: str, figure: str, cell: str, **more: str) -> str:
    """Return where the events behind a cell are found over HTTP."""
    query = urlencode({"cell": cell, **more})
    return f"{record_path(record)}/figures/{figure}/evidence?{query}"


def place_text(place: Place) -> str:
    """Return a place in a list of evidence as callers hand it back: opaque to them."""
    return f"{place.subject_id}/{place.part}" if place.part else str(place.subject_id)


def read_place(text: str | None) -> Place:
    """Return the place that a caller handed back; the start for None. Raise ValueError."""
    if text is None:
        return START
    subject, _, part = text.partition("/")
    return Place(subject_id=UUID(subject), part=part)


def record_document(record: Record, *, with_events: bool = False) -> dict[str, Any]:
    """Return the record as a JSON document.

    With events, `events` tells each event once and each cell gives their numbers in that list.
    """
    edition, summary = record.book.edition, record.summary
    events = _all_events(record) if with_events else {}
    numbers = {event: number for number, event in enumerate(events)} if with_events else None
    document = {
        "disclosure": record.book.code,
        "title": edition.title,
        "company": _plain(record.company),
        "generated_at": msgspec.to_builtins(record.generated_at),
        "position": {"as_of": record.position.as_of, "log": _plain(record.position)["marks"]},
        "rule_pack": _plain(edition),
        "law": [_plain(note) for note in record.book.law],
        "rights": [_plain(right) for right in record.book.rights],
        "annex": [_plain(item) for item in record.book.annex],
        "summary": {
            **_plain(summary),
            "assessed": summary.assessed,
            "items_without_data": [item.code for item in summary.items_without_data],
        },
        "highlights": [{**_plain(each), "value": value} for each, value in record.highlights],
        "sections": [_plain(section) for section in record.book.sections],
        "figures": [_figure(record, figure, numbers) for figure in record.figures],
        "gaps": [_plain(gap) for gap in record.book.gaps],
        "loose_ends": _plain(record.loose_ends),
        "methods": [_plain(method) for method in record.methods],
        "sources": [_plain(seen) for seen in record.sources],
        "packs": [_plain(pack) for pack in record.book.editions],
    }
    return document | ({"events": [_event(event) for event in events]} if with_events else {})


def evidence_document(record: str, page: EvidencePage, limit: int) -> dict[str, Any]:
    """Return one page of the events behind a cell as a JSON document."""
    figure, cell = page.rule.code, page.cell
    after = place_text(page.next_after) if page.next_after else None
    return {
        "figure": figure,
        "cell": cell.code,
        "query": cell.evidence.query,
        "parameters": dict(cell.evidence.parameters),
        "as_of": cell.evidence.position.as_of,
        "count": cell.evidence.count,
        "events": [_event(event) for event in cell.evidence.events],
        "next": after and evidence_path(record, figure, cell.code, after=after, limit=str(limit)),
    }


def _figure(record: Record, figure: Figure, numbers: _Numbers | None) -> dict[str, Any]:
    rule = figure.rule
    given = {"company": str(record.company.company_id), **record.book.given}
    return {
        "code": rule.code,
        "section": rule.section,
        "title": rule.title,
        "says": rule.says,
        "unit": rule.unit,
        "law": rule.law,
        "query": rule.query,
        "parameters": {name: given[name] for name in rule.parameters},
        "as_of": record.position.as_of,
        "cells": [_cell(record.book.code, rule.code, cell, numbers) for cell in figure.cells],
    }


def _cell(record: str, figure: str, cell: Cell, numbers: _Numbers | None) -> dict[str, Any]:
    evidence: dict[str, Any] = {
        "query": cell.evidence.query,
        "parameters": dict(cell.evidence.parameters),
        "as_of": cell.evidence.position.as_of,
        "count": cell.evidence.count,
        "href": evidence_path(record, figure, cell.code),
    }
    if numbers is not None:
        evidence["event_numbers"] = [numbers[event] for event in cell.evidence.events]
    column = {"column": cell.column.code, "column_label": cell.column.text} if cell.column else {}
    row = {"row": cell.row.code, "row_label": cell.row.text}
    return {"cell": cell.code, **row, **column, "value": cell.value, "evidence": evidence}


def _all_events(record: Record) -> dict[EvidenceEvent, None]:
    cells = (cell for figure in record.figures for cell in figure.cells)
    return dict.fromkeys(event for cell in cells for event in cell.evidence.events)


def _event(event: EvidenceEvent) -> dict[str, Any]:
    return {
        **_plain(event.event),
        "version": event.version,
        "subject": event.subject.kind,
        "subject_id": str(event.subject.id),
        "label": event.subject.label,
        "part": event.part,
    }


def _plain(value: Any) -> dict[str, Any]:
    """Return a dataclass as a JSON object; days and instants become ISO 8601 text."""
    found: dict[str, Any] = msgspec.to_builtins(value)
    return found
