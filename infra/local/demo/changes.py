"""What suppliers' data become after the first master: newer statements, blocks, untraced metals.

A change says the fields that change and no other. The last one confirms a mine: it is kept apart,
since the demo sends it between two editions. All values are invented.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Final

from sorgfalt_contracts.terms import BlockState, Relation, Stage

from infra.local.demo.masters import (
    LATER,
    Body,
    Masters,
    Report,
    automotive_reports,
    digest,
    metals_reports,
)

CHANGES: Final = 1_253
"""Supplier changes before the last one."""

UNTRACED: Final = {"copper": 60, "cobalt": 12, "lithium": 12, "nickel": 8}
"""Direct suppliers that state a metal and no mine."""

_WITHIN_DAYS: Final = 25
_LATE: Final = 20
_SITES: Final = 120
_BLOCKED: Final = 75
_LIFTED: Final = 15
_RENAMED: Final = 330
_MOVED: Final = 60
_OTHERS: Final = sum(UNTRACED.values()) + _SITES + _BLOCKED + _LIFTED + _LATE + _RENAMED + _MOVED
_RELATED: Final = CHANGES - _OTHERS

_NEXT_RELATIONS: Final = {
    Relation.DIRECT: (Relation.INDIRECT, Relation.FORMER),
    Relation.INDIRECT: (Relation.DIRECT, Relation.CANDIDATE, Relation.FORMER),
    Relation.CANDIDATE: (Relation.DIRECT, Relation.INDIRECT),
    Relation.FORMER: (Relation.CANDIDATE,),
    Relation.SUBSIDIARY: (Relation.OWN_SITE,),
    Relation.OWN_SITE: (Relation.SUBSIDIARY,),
}
_REASONS: Final = ("quality", "price", "insolvency", "sanctions", "social", "delivery")
_SEATS: Final = ("DE", "IN", "US", "CZ", "IT", "ES", "MX", "PL", "CN", "TR")
_PLANT_MATERIALS: Final[tuple[list[str], ...]] = (
    ["steel"],
    ["aluminium"],
    ["steel", "aluminium"],
    [],
)
_MINE_COUNTRY: Final = "PE"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lot:
    """Companies to which one kind of change happens: `count` of them, after the first `begin`."""

    kind: str
    count: int
    said: Callable[[Random, Report], Body]
    among: frozenset[Relation] | None = None
    begin: int = 0


def change_reports(masters: Masters, seed: int) -> Iterator[Report]:
    """Report every change but the last."""
    reports = _reports(masters, seed)
    for lot in _LOTS:
        for report in _chosen(reports, seed, lot):
            yield _change(report, lot, seed)
    blocked = _chosen(reports, seed, _BLOCKS)[:_LIFTED]
    yield from (_lifted(report) for report in blocked)
    yield from (_late(report) for report in _chosen(reports, seed, _LATE_NEWS))


def plants_of_direct_suppliers(masters: Masters, seed: int) -> Iterator[Report]:
    """Report the plants of direct suppliers that become known, each at its supplier's number."""
    for report in _chosen(_reports(masters, seed), seed, _PLANTS):
        yield _change(report, _PLANTS, seed)


def last_report(masters: Masters, seed: int) -> Report:
    """Report the mine of a supplier whose copper was untraced and that is still a direct one."""
    reports = _reports(masters, seed)
    moved = {report.key for report in _chosen(reports, seed, _RELATION)}
    report = next(r for r in _chosen(reports, seed, _COPPER) if r.key not in moved)
    number = f"{report.body['record']['number']}-M1"
    site = {
        "number": number,
        "name": "Mina Confirmada",
        "country": _MINE_COUNTRY,
        "stage": Stage.MINE.value,
        "materials": ["copper"],
    }
    body = {"record": report.body["record"], "sites": [site]}
    return _said(report, body, "mine", LATER + timedelta(days=_WITHIN_DAYS + 1))


def _reports(masters: Masters, seed: int) -> list[Report]:
    both = (*automotive_reports(masters, seed), *metals_reports(masters))
    return [report for report in both if "lei" in report.body and "bpn" not in report.body]


def _chosen(reports: Sequence[Report], seed: int, lot: _Lot) -> list[Report]:
    fitting = [r for r in reports if lot.among is None or r.body["relation"] in lot.among]
    ranked = sorted(fitting, key=lambda report: digest(f"{seed} {lot.kind} {report.key}"))
    return ranked[lot.begin : lot.begin + lot.count]


def _change(report: Report, lot: _Lot, seed: int) -> Report:
    draw = Random(f"{seed} {lot.kind} {report.key}")
    body = {"record": report.body["record"], **lot.said(draw, report)}
    return _said(report, body, lot.kind, LATER + timedelta(days=draw.randrange(_WITHIN_DAYS)))


def _said(report: Report, body: Body, label: str, after: timedelta) -> Report:
    return Report(source=report.source, body=body, after=after, label=f" {label}")


def _relation(draw: Random, report: Report) -> Body:
    return {"relation": draw.choice(_NEXT_RELATIONS[Relation(report.body["relation"])]).value}


def _name(draw: Random, report: Report) -> Body:
    return {"name": f"{report.body['name']} {draw.choice(('Group', 'Holding', '(renamed)'))}"}


def _seat(draw: Random, report: Report) -> Body:
    return {"country": draw.choice([each for each in _SEATS if each != report.body.get("country")])}


def _site(draw: Random, report: Report) -> Body:
    country = draw.choice((report.body.get("country", "DE"), draw.choice(_SEATS)))
    site: dict[str, Any] = {
        "number": f"{report.body['record']['number']}-1",
        "name": f"{report.body['name'][:60].strip()} plant",
        "country": country,
        "stage": Stage.PLANT.value,
        "materials": draw.choice(_PLANT_MATERIALS),
    }
    return {"sites": [site]}


def _block(draw: Random, _: Report) -> Body:
    state = draw.choice((BlockState.BLOCKED, BlockState.BLOCKED, BlockState.TERMINATED))
    return {"block": {"state": state.value, "reason": draw.choice(_REASONS)}}


def _metal(material: str) -> Callable[[Random, Report], Body]:
    return lambda _, __: {"materials": [material]}


def _lifted(report: Report) -> Report:
    body = {"record": report.body["record"], "block": None}
    return _said(report, body, "lifted", LATER + timedelta(days=_WITHIN_DAYS))


def _late(report: Report) -> Report:
    """Say what was so before the master: news that comes too late to change anything."""
    body = {"record": report.body["record"], "relation": Relation.CANDIDATE.value}
    return _said(report, body, "late", timedelta(days=-7))


def _metals() -> Iterator[_Lot]:
    """Yield a lot for each metal; no supplier is in two of them, and none has a known plant."""
    begin = _SITES
    for material, count in UNTRACED.items():
        said = _metal(material)
        yield _Lot(kind="direct", count=count, said=said, among=_DIRECT, begin=begin)
        begin += count


_RELATION: Final = _Lot(kind="relation", count=_RELATED, said=_relation)
_DIRECT: Final = frozenset({Relation.DIRECT})
_BLOCKS: Final = _Lot(kind="block", count=_BLOCKED, said=_block)
_PLANTS: Final = _Lot(kind="direct", count=_SITES, said=_site, among=_DIRECT)
_LATE_NEWS: Final = _Lot(kind="late", count=_LATE, said=_relation)
_METALS: Final = tuple(_metals())
_COPPER: Final = _METALS[0]
_LOTS: Final = (
    _RELATION,
    _Lot(kind="name", count=_RENAMED, said=_name),
    _Lot(kind="seat", count=_MOVED, said=_seat),
    _PLANTS,
    _BLOCKS,
    *_METALS,
)
