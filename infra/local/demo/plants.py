"""The plants of the historical cases as suppliers of the ERP: invented, each with a site or two."""

from collections.abc import Iterator, Sequence
from typing import Final

from sorgfalt_contracts.terms import Relation, Stage

from infra.local.demo.masters import ERP_EUROPE, SERIES_CLIENT, Body, Report, Row, erp_number

_TWO_SITES: Final = " (two sites)"
_SECTOR_OF_MINES: Final = "mining"
_SYSTEM: Final = "eu1"


def plant_reports(cases: Sequence[Row]) -> Iterator[Report]:
    """Report the plant of each case: bought from directly, unless it is a mine."""
    for case in cases:
        is_mine = case["sector"] == _SECTOR_OF_MINES
        body: Body = {
            "record": plant_record(case),
            "name": case["company_legal_name"] or plant_name(case),
            "country": case["country"],
            "relation": (Relation.INDIRECT if is_mine else Relation.DIRECT).value,
            "sites": [
                {
                    "number": number,
                    "name": plant_name(case),
                    "country": case["country"],
                    "stage": (Stage.MINE if is_mine else Stage.PLANT).value,
                }
                for number in plant_sites(case)
            ],
        }
        yield Report(source=ERP_EUROPE, body=body)


def plant_record(case: Row) -> dict[str, str]:
    """Return the ERP's own key of a case's plant."""
    number = erp_number(f"plant {case['case_id']}")
    return {"system": _SYSTEM, "client": SERIES_CLIENT, "number": number}


def plant_sites(case: Row) -> list[str]:
    """Return the numbers of a plant's sites."""
    count = 2 if case["facility"].endswith(_TWO_SITES) else 1
    return [f"{case['case_id']}-{number}" for number in range(1, count + 1)]


def plant_name(case: Row) -> str:
    """Return the name of a plant without what the case says of its sites."""
    return case["facility"].removesuffix(_TWO_SITES)
