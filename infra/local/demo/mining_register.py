"""The mining register as a sender: each group with its sites, as bodies of `supplier-reported`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from sorgfalt_contracts.terms import Confidence, Relation, Stage

from infra.local.demo.masters import MINING_REGISTER, Body, Masters, Report, Row, digest

_CODES_OF_CONFIDENCE: Final = {
    "Very Low": Confidence.VERY_LOW,
    "Low": Confidence.LOW,
    "Moderate": Confidence.MODERATE,
    "High": Confidence.HIGH,
}
_COMMODITIES: Final = ("primary_commodity", "secondary_commodity", "other_commodities")
_STAGES: Final = {stage.value: stage for stage in Stage}


def mining_reports(masters: Masters) -> Iterator[Report]:
    """Report each group with all its sites, and the unnamed operator of each site without one.

    A site of several groups is listed by each of them: the register gives no shares.
    """
    names: dict[str, str] = {}
    sites: defaultdict[str, list[Row]] = defaultdict(list)
    for row in masters.sites:
        named = row["groups"].split(";") if row["groups"] else [row["unnamed_operator"]]
        for name in named:
            group = f"G-{digest(name.lower())[:12]}"
            names.setdefault(group, name)
            sites[group].append(row)
    for group in sorted(sites):
        listed = [reported_site(row, masters.countries) for row in sites[group]]
        yield Report(
            source=MINING_REGISTER,
            body={
                "record": {"system": "mining-register", "client": "public", "number": group},
                "name": names[group],
                "relation": Relation.PRESUMED.value,
                "materials": sorted({code for site in listed for code in site["materials"]}),
                "sites": sorted(listed, key=lambda site: site["number"]),
            },
        )


def reported_site(row: Row, countries: Mapping[str, str]) -> Body:
    """Return a row of the register as a site of `supplier-reported`."""
    return {
        "number": row["site_number"],
        "name": row["name"],
        "country": countries[row["country"]],
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        "stage": stage_of(row["asset_type"]).value,
        "materials": materials_of(row),
        "confidence": _CODES_OF_CONFIDENCE[row["confidence"]].value,
    }


def stage_of(asset_type: str) -> Stage:
    """Return the first step named: the register lists them from the ground onwards."""
    first = asset_type.split(";", maxsplit=1)[0].strip().lower()
    return _STAGES.get(first, Stage.OTHER)


def materials_of(row: Row) -> list[str]:
    """Return the commodities as codes, in the register's order, each once."""
    named = ";".join(row[column] for column in _COMMODITIES).split(";")
    codes = ("-".join(name.lower().split()) for name in named)
    return list(dict.fromkeys(code for code in codes if code))
