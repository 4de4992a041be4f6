"""Reading the origins: rows and rules of the packs become the ledger. Text in, values out."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sorgfalt_contracts.periods import add_period
from sorgfalt_contracts.terms import Confidence

from services.risk.domain.origin import Ledger
from services.risk.domain.production import Figure, OriginRule, Selection, assumptions, tonnes
from services.risk.domain.reading import Countries, Rows, Rules
from services.risk.domain.verdict import Source


def figures(rows: Rows, names: Rules, countries: Countries) -> Iterator[Figure]:
    """Yield the cells of a table of production. `names` says which column is what."""
    units = {unit: Decimal(factor) for unit, factor in names["units"].items()}
    for row in rows:
        name = row[names["country"]]
        country = countries.find(names["country_scheme"], name)
        for year, value in names["years"]:
            yield Figure(
                commodity=row[names["commodity"]],
                stage=row[names["stage"]],
                year=row[year],
                name=name,
                country=country,
                is_total=name in names["totals"],
                tonnes=tonnes(row[value], row[names["unit"]], units),
            )


def ledger(
    table: Iterator[Figure], rules: Rules, *, source: Source, issued_on: date, method: Source
) -> Ledger:
    """Return what the method assumes of each material, by a table that was issued on a day."""
    selection = Selection(
        top=rules["top"],
        decimals=rules["decimals"],
        source=source,
        review_on=add_period(issued_on, rules["review_after"]),
    )
    wanted = [
        OriginRule(
            commodity=each["commodity"],
            stage=each["stage"],
            year=each["year"],
            materials=tuple(each["materials"]),
            confidence=Confidence(each["confidence"]),
        )
        for each in rules["rules"]
    ]
    return Ledger(
        assumptions=assumptions(table, wanted, selection),
        confidence_of_mines=Confidence(rules["confidence_of_mines"]),
        source=method,
    )
