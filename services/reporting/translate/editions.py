"""Frozen editions: a record -> canonical bytes, and back.

Canonical JSON as in RFC 8785: keys sorted, no white space, text as ECMAScript writes it. Numbers
are integers below 2^53 and keys are ASCII, so that the two points in which our encoder is less than
that standard (floats, order of keys beyond ASCII) never arise; msgspec's sorted encoding is used.
"""

import hashlib
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final
from uuid import UUID

import cramjam
import msgspec

from services.reporting.domain.edition import FORMAT, Examined, FrozenRecord, Heading
from services.reporting.domain.edition_ranges import as_ranges, in_ranges
from services.reporting.domain.evidence import Evidence, EvidenceEvent
from services.reporting.domain.figure import Cell, Figure
from services.reporting.domain.position import Position
from services.reporting.domain.record import Company, LooseEnds, MethodSeen, Record, SourceSeen
from services.reporting.domain.rule_book import Label, RuleBook
from services.reporting.translate.edition_rows import (
    COLUMNS,
    EventRows,
    EventTable,
    Seen,
    UnreadableEditionError,
    order,
    row_of,
)

ALL: Final = 2**31 - 1
_LEVEL: Final = 9
_canonical: Final = msgspec.json.Encoder(order="sorted").encode


class _Proof(msgspec.Struct):
    query: str
    parameters: dict[str, str]
    count: int
    events: list[int | tuple[int, int]]


class _Number(msgspec.Struct):
    row: Label
    column: Label | None
    value: int
    evidence: _Proof


class _Figure(msgspec.Struct):
    code: str
    cells: list[_Number]


class _Record(msgspec.Struct):
    as_of: str
    company: Company
    book: RuleBook
    figures: list[_Figure]
    sources: tuple[SourceSeen, ...]
    methods: tuple[MethodSeen, ...]
    loose_ends: LooseEnds
    events: EventTable


class _Document(msgspec.Struct):
    format: str
    edition_id: UUID
    heading: Heading
    record: msgspec.Raw


def digest(document: bytes) -> str:
    """Return the SHA-256 in hexadecimal digits."""
    return hashlib.sha256(document).hexdigest()


def record_content(record: Record) -> bytes:
    """Return the canonical bytes of a record that holds all its evidence.

    Each event behind it stands once, by topic and subject, and cells name their events by ranges
    of row numbers. The moment of reading and the broker's offsets are left out: equal facts read
    under equal rules give equal bytes.
    """
    cells = [cell for figure in record.figures for cell in figure.cells]
    # one event stands behind some forty numbers, as one object: each is compared in depth once
    named = {id(event): event for cell in cells for event in cell.evidence.events}
    found = sorted(set(named.values()), key=order)
    rows = {event: row for row, event in enumerate(found)}
    numbers = {key: rows[event] for key, event in named.items()}
    return _canonical(
        _Record(
            as_of=record.position.as_of,
            company=record.company,
            book=record.book,
            figures=[_figure(figure, numbers) for figure in record.figures],
            sources=record.sources,
            methods=record.methods,
            loose_ends=record.loose_ends,
            events=EventTable(columns=COLUMNS, rows=[row_of(event) for event in found]),
        )
    )


def edition_document(heading: Heading, content: bytes) -> bytes:
    """Return the canonical bytes of an edition: a heading and the content it was made for."""
    return _canonical(
        _Document(
            format=FORMAT,
            edition_id=heading.edition_id,
            heading=heading,
            record=msgspec.Raw(content),
        )
    )


def compress(document: bytes) -> bytes:
    """Return the bytes as the store keeps them (Zstandard, RFC 8878)."""
    return bytes(cramjam.zstd.compress(document, _LEVEL))


def decompress(stored: bytes) -> bytes:
    """Return the canonical bytes; raise UnreadableEditionError when they cannot be had."""
    try:
        return bytes(cramjam.zstd.decompress(stored))
    except cramjam.DecompressionError:
        raise UnreadableEditionError from None


def open_edition(document: bytes, per_cell: int = ALL, seen: Seen | None = None) -> FrozenRecord:
    """Return the frozen record with at most so many events behind each number.

    Editions that are opened with the same `seen` share the events they have in common, so that
    these are quickly found equal. Raise UnreadableEditionError for bytes of another format.
    """
    opened = _read(document)
    record = _read_record(opened)
    position = opened.heading.position
    event = EventRows(record.events, seen).event
    rules = {rule.code: rule for rule in record.book.figures}
    return FrozenRecord(
        heading=opened.heading,
        sha256=digest(document),
        record=Record(
            company=record.company,
            generated_at=opened.heading.frozen_at,
            position=position,
            book=record.book,
            figures=tuple(
                Figure(
                    rule=rules[figure.code],
                    cells=tuple(_cell(c, position, event, per_cell) for c in figure.cells),
                )
                for figure in record.figures
            ),
            sources=record.sources,
            methods=record.methods,
            loose_ends=record.loose_ends,
        ),
    )


def open_cell(document: bytes, figure: str, cell: str) -> tuple[Heading, Cell]:
    """Return the heading and one number with all its events.

    Raise KeyError for a figure or cell that does not stand in the edition, and
    UnreadableEditionError for bytes of another format.
    """
    opened = _read(document)
    record = _read_record(opened)
    event = EventRows(record.events).event
    numbers = (n for f in record.figures if f.code == figure for n in f.cells)
    for number in numbers:
        found = _cell(number, opened.heading.position, event, 0)
        if found.code == cell:
            return opened.heading, _cell(number, opened.heading.position, event, ALL)
    raise KeyError(cell)


def examine(number: int, sha256: str, document: bytes) -> Examined:
    """Return what the bytes of an edition say of themselves, beside what is on record of it."""
    try:
        opened = _read(document)
    except UnreadableEditionError:
        return _unreadable(number, sha256, document)
    return Examined(
        number=number,
        sha256=sha256,
        bytes_sha256=digest(document),
        content_sha256=digest(bytes(opened.record)),
        is_canonical=_canonical(msgspec.json.decode(document)) == document,
        heading=opened.heading if opened.edition_id == opened.heading.edition_id else None,
    )


def _unreadable(number: int, sha256: str, document: bytes) -> Examined:
    return Examined(
        number=number,
        sha256=sha256,
        bytes_sha256=digest(document),
        content_sha256="",
        is_canonical=False,
        heading=None,
    )


def _read(document: bytes) -> _Document:
    try:
        opened = msgspec.json.decode(document, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnreadableEditionError from None
    if opened.format != FORMAT:
        raise UnreadableEditionError
    return opened


def _read_record(opened: _Document) -> _Record:
    try:
        return msgspec.json.decode(opened.record, type=_Record)
    except msgspec.DecodeError:
        raise UnreadableEditionError from None


def _figure(figure: Figure, numbers: Mapping[int, int]) -> _Figure:
    return _Figure(
        code=figure.rule.code,
        cells=[
            _Number(
                row=cell.row,
                column=cell.column,
                value=cell.value,
                evidence=_Proof(
                    query=cell.evidence.query,
                    parameters=dict(cell.evidence.parameters),
                    count=cell.evidence.count,
                    events=as_ranges(numbers[id(event)] for event in cell.evidence.events),
                ),
            )
            for cell in figure.cells
        ],
    )


def _cell(
    number: _Number, position: Position, event: Callable[[int], EvidenceEvent], per_cell: int
) -> Cell:
    proof = number.evidence
    evidence = Evidence(
        query=proof.query,
        parameters=proof.parameters,
        position=position,
        count=proof.count,
        events=tuple(map(event, islice(in_ranges(proof.events), per_cell))),
    )
    return Cell(row=number.row, column=number.column, value=number.value, evidence=evidence)
