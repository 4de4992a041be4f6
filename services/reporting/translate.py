"""Facts of others -> states of the domain; records of the domain -> JSON documents."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

import msgspec
from sorgfalt_contracts import structs
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId, Knowledge, Priority, Relation, SupplierId

from services.reporting.domain.figure import Cell, EvidenceEvent, EvidencePage, Figure
from services.reporting.domain.projection import (
    EventReference,
    RiskState,
    Source,
    SupplierState,
)
from services.reporting.domain.record import Record
from shared.store.cause import Cause

_Numbers: TypeAlias = Mapping[EvidenceEvent, int]
_PRIORITIES: Final = frozenset(Priority)
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def supplier_state(fact: structs.SupplierUpdated, cause: Cause) -> SupplierState:
    """Return the state a fact tells; raise BadEventError when it is of another company."""
    _refuse_other_company(fact, cause)
    return SupplierState(
        company_id=CompanyId(fact.company_id),
        supplier_id=SupplierId(fact.supplier_id),
        version=fact.version,
        name=fact.name,
        relation=structs.known_or_unknown(Relation, fact.relation),
        country=fact.country if fact.country and _COUNTRY.fullmatch(fact.country) else None,
        site_countries=tuple(sorted(filter(_COUNTRY.fullmatch, {s.country for s in fact.sites}))),
        superseded_by=SupplierId(fact.superseded_by) if fact.superseded_by else None,
        event=_reference(cause),
    )


def risk_state(fact: structs.RiskAssessed, cause: Cause) -> RiskState:
    """Return the state a fact tells; raise BadEventError when two verdicts are on one right."""
    _refuse_other_company(fact, cause)
    if len({right.right for right in fact.rights}) != len(fact.rights):
        raise BadEventError(DeadLetterReason.INVALID, "rights")
    known = [right for right in fact.rights if right.knowledge == Knowledge.KNOWN]
    assumed = [right for right in fact.rights if right.knowledge == Knowledge.ASSUMED]
    rated = [right for right in (*known, *assumed) if right.priority in _PRIORITIES]
    cited = {(reason.source, reason.edition) for right in fact.rights for reason in right.reasons}
    return RiskState(
        company_id=CompanyId(fact.company_id),
        supplier_id=SupplierId(fact.supplier_id),
        version=fact.version,
        supplier_version=fact.supplier_version,
        method=fact.method,
        known=_codes(known),
        assumed=_codes(assumed),
        rated=_codes(rated),
        high=_codes(right for right in rated if right.priority == Priority.HIGH),
        sources=tuple(Source(code=code, edition=edition) for code, edition in sorted(cited)),
        event=_reference(cause),
    )


def _refuse_other_company(fact: structs.SupplierUpdated | structs.RiskAssessed, c: Cause) -> None:
    # row-level security is set for the companies of the envelopes: a body of another company
    # would be refused by the database as a whole batch, and for ever
    if fact.company_id != c.company_id:
        raise BadEventError(DeadLetterReason.INVALID, "company_id")


def _codes(rights: Iterable[structs.RightAssessment]) -> tuple[str, ...]:
    return tuple(sorted(right.right for right in rights))


def _reference(cause: Cause) -> EventReference:
    return EventReference(
        event_id=cause.event_id,
        topic=cause.topic,
        partition=cause.partition,
        sequence=cause.sequence,
        recorded_at=cause.now,
    )


def record_path(code: str) -> str:
    """Return where a record is found over HTTP."""
    return f"/disclosures/{code}"


def evidence_path(record: str, figure: str, cell: str, **more: str) -> str:
    """Return where the events behind a cell are found over HTTP."""
    query = urlencode({"cell": cell, **more})
    return f"{record_path(record)}/figures/{figure}/evidence?{query}"


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
        "summary": {**_plain(summary), "assessed": summary.assessed},
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
    after = str(page.next_after) if page.next_after else None
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
    given = {
        "company": str(record.company.company_id),
        "rights": [r.code for r in record.book.rights],
    }
    return {
        "code": rule.code,
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
        "supplier_id": str(event.supplier_id),
        "supplier_name": event.supplier_name,
        "version": event.version,
    }


def _plain(value: Any) -> dict[str, Any]:
    """Return a dataclass as a JSON object; days and instants become ISO 8601 text."""
    found: dict[str, Any] = msgspec.to_builtins(value)
    return found
