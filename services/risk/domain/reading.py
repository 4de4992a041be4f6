"""Reading: how rows and rules of the packs become the method's values. Text in, values out.

A row that cannot be read raises ValueError or KeyError naming it; the service then refuses to
start, since a method with a hole would call a known country unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from sorgfalt_contracts.terms import AuditKind, FindingGrade, Priority, Right

from services.risk.domain.country_risk import Band, IndexRules, IndexValue
from services.risk.domain.evidence_rules import EvidenceRules
from services.risk.domain.goods import GoodsRules, Listing
from services.risk.domain.priority import PriorityRule
from services.risk.domain.severity import Severity
from services.risk.domain.supplier import Country, Material
from services.risk.domain.verdict import Source

Rows: TypeAlias = Sequence[Mapping[str, str]]
Rules: TypeAlias = Mapping[str, Any]


class Countries:
    """The table of countries: what each source calls a country, under its ISO 3166-1 code."""

    def __init__(self, rows: Rows) -> None:
        self._codes = {(row["scheme"], row["value"]): row["country"] for row in rows}

    def find(self, scheme: str, value: str) -> Country | None:
        """Return the code; None for what is no country of today; ValueError for a stranger."""
        try:
            return self._codes[scheme, value] or None
        except KeyError:
            raise ValueError(f"{scheme} {value!r} is not in the table of countries") from None

    def values(self, scheme: str) -> Mapping[str, Country | None]:
        """Return all that one source writes, with its codes."""
        return {
            value: code or None for (each, value), code in self._codes.items() if each == scheme
        }


def index_values(rows: Rows, names: Rules, countries: Countries) -> list[IndexValue]:
    """Return the cells of the index. `names` says which column is what.

    The mark for a missing value is looked for among figures only: as a country NA is Namibia.
    """
    return [
        IndexValue(
            country=country,
            indicator=row[names["indicator"]],
            year=row[names["year"]],
            percentile=_percentile(row[names["percentile"]], names["missing"]),
        )
        for row in rows
        if (country := countries.find(names["country_scheme"], row[names["country"]]))
    ]


def index_rules(rules: Rules, source: Source) -> IndexRules:
    """Return how the method reads the index, with its bands in rising order."""
    bands = [
        Band(percentile_below=Decimal(each["percentile_below"]), likelihood=each["likelihood"])
        for each in rules["bands"]
    ]
    return IndexRules(
        rights=_rights(rules["rights"]),
        bands=tuple(sorted(bands, key=lambda band: band.percentile_below)),
        otherwise=rules["otherwise"],
        decimals=rules["decimals"],
        source=source,
    )


def listings(
    rows: Rows, names: Rules, *, kinds: Sequence[str], materials: Rows, countries: Countries
) -> list[Listing]:
    """Return the rows of the goods list with the materials each good stands for."""
    by_good = _materials_by_good(rows, names, materials)
    scheme, listed = names["country_scheme"], names["listed"]
    return [
        Listing(
            good=row[names["good"]],
            country=country,
            materials=by_good[row[names["good"]]],
            kinds=tuple(kind for kind in kinds if row[kind] == listed),
            input_country=countries.find(scheme, row[names["input_country"]])
            if row[names["derived"]] == listed
            else None,
        )
        for row in rows
        if (country := countries.find(scheme, row[names["country"]]))
    ]


def goods_rules(rules: Rules, source: Source, method: Source) -> GoodsRules:
    """Return how the method reads the goods list."""
    return GoodsRules(
        rights=_rights(rules["rights"]),
        likelihood=rules["likelihood"],
        derived_rights=tuple(Right(code) for code in rules["derived_rights"]),
        source=source,
        method=method,
    )


def evidence_rules(rules: Rules, source: Source) -> EvidenceRules:
    """Return how the method weighs findings and complaints."""
    validity = rules["validity"]
    return EvidenceRules(
        findings={FindingGrade(grade): given for grade, given in rules["findings"].items()},
        open_complaint=rules["complaints"]["undecided"],
        founded_complaint=rules["complaints"]["founded"],
        clean_kinds=frozenset(AuditKind(kind) for kind in rules["clean"]["kinds"]),
        grave_grades=frozenset(FindingGrade(grade) for grade in rules["clean"]["grave_grades"]),
        failing_results=frozenset(rules["clean"]["failing_results"]),
        validity=validity["schemes"],
        validity_otherwise=validity["otherwise"],
        source=source,
    )


def severities(rows: Rows, method: Source) -> dict[Right, Severity]:
    """Return the grades of each right."""
    return {
        Right(row["right"]): Severity(
            right=Right(row["right"]),
            title=row["title"],
            scale=int(row["scale"]),
            irremediability=int(row["irremediability"]),
            grounds=row["grounds"],
            source=row["source"],
            method=method,
        )
        for row in rows
    }


def priorities(rules: Iterable[Rules]) -> tuple[PriorityRule, ...]:
    """Return the rules of priority in the method's order."""
    return tuple(
        PriorityRule(
            severity_at_least=each["severity_at_least"],
            likelihood_at_least=each["likelihood_at_least"],
            priority=Priority(each["priority"]),
        )
        for each in rules
    )


def _percentile(text: str, missing: str) -> Decimal | None:
    return None if text == missing else Decimal(text)


def _rights(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[Right, ...]]:
    return {name: tuple(Right(code) for code in codes) for name, codes in table.items()}


def _materials_by_good(
    rows: Rows, names: Rules, materials: Rows
) -> dict[str, tuple[Material, ...]]:
    goods = {row[names["good"]] for row in rows}
    mapped = {row["good"] for row in materials if row["good"]}
    if stray := goods ^ mapped:
        raise ValueError(f"goods without material or unknown: {', '.join(sorted(stray))}")
    return {
        good: tuple(row["material"] for row in materials if row["good"] == good) for good in goods
    }
