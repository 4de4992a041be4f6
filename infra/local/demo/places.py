"""Where synthetic audits and complaints happen: mining sites, direct suppliers, their plants.

No place of a published audit or of a historical case is among them: what is invented shall not be
read as said of a place whose dates are real.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sorgfalt_contracts.terms import Relation

from infra.local.demo.changes import plants_of_direct_suppliers
from infra.local.demo.masters import Masters, Report, automotive_reports
from infra.local.demo.mining_register import mining_reports


class PlaceKind(StrEnum):
    """What kind of place it is; auditors and complaints treat them differently."""

    MINING = "mining"
    DIRECT = "direct"
    PLANT = "plant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A supplier by a sender's key, and one site of it by the sender's number, if it has any."""

    kind: PlaceKind
    system: str
    client: str
    number: str
    site: str | None = None
    country: str | None = None
    materials: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, str]:
        """Return the sender's key as events hold it."""
        return {"system": self.system, "client": self.client, "number": self.number}


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """All places of each kind, in the order of the master."""

    mining: tuple[Place, ...]
    direct: tuple[Place, ...]
    plants: tuple[Place, ...]


def read_places(masters: Masters, seed: int) -> Places:
    """Return the places of the master. A site of several groups is a place of its first group."""
    published = {row["site"] for row in masters.audits}
    sites: dict[str | None, Place] = {}
    for report in mining_reports(masters):
        for place in _sites_of(report, PlaceKind.MINING, published):
            sites.setdefault(place.site, place)
    return Places(
        mining=tuple(sites.values()),
        direct=tuple(
            _seat_of(report)
            for report in automotive_reports(masters, seed)
            if report.body["relation"] == Relation.DIRECT and "country" in report.body
        ),
        plants=tuple(
            place
            for report in plants_of_direct_suppliers(masters, seed)
            for place in _sites_of(report, PlaceKind.PLANT)
        ),
    )


def _sites_of(report: Report, kind: PlaceKind, left_out: Collection[str] = ()) -> Iterator[Place]:
    for site in report.body["sites"]:
        if site["name"] in left_out:
            continue
        yield Place(
            kind=kind,
            **report.body["record"],
            site=site["number"],
            country=site["country"],
            materials=tuple(site.get("materials", ())),
        )


def _seat_of(report: Report) -> Place:
    record = report.body["record"]
    return Place(kind=PlaceKind.DIRECT, **record, country=report.body["country"])
