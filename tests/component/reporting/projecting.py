"""Facts as they come from the log, and an independent count of what figures must say of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import strategies as st
from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import CompanyId

from services.reporting import consumers
from shared.store.cause import Cause, Caused
from shared.store.pool import Store
from tests.unit.reporting.builders import (
    COMPANY,
    RIGHTS,
    a_cause,
    a_right,
    a_risk_fact,
    a_supplier_fact,
    a_supplier_id,
)

Fact: TypeAlias = structs.SupplierUpdated | structs.RiskAssessed
ROUTES = {route.topic.name: route for route in consumers.routes()}
TABLES = ("supplier_states", "risk_states")
Cells: TypeAlias = dict[tuple[str, str], set[str]]
"""Figure and cell -> ids of the events behind it."""


@dataclass(frozen=True)
class Logged:
    """A fact and its place in the log."""

    fact: Fact
    number: int

    @property
    def cause(self) -> Cause:
        is_risk = isinstance(self.fact, structs.RiskAssessed)
        topic = "risk-assessed" if is_risk else "supplier-updated"
        return a_cause(self.number, topic=topic, company=CompanyId(self.fact.company_id))


def logged(*facts: Fact) -> list[Logged]:
    return [Logged(fact, number) for number, fact in enumerate(facts, 1)]


async def project(store: Store, *batches: Iterable[Logged]) -> None:
    """Take batches through the routes of the service, one transaction a batch."""
    for batch in batches:
        by_topic: dict[str, list[Logged]] = defaultdict(list)
        for found in batch:
            by_topic[found.cause.topic].append(found)
        companies = {CompanyId(f.fact.company_id) for fs in by_topic.values() for f in fs}
        async with store.transaction(companies) as tx:
            for topic, found_there in by_topic.items():
                route = ROUTES[topic]
                work = []
                for found in found_there:
                    body = route.read(structs.encode(found.fact))
                    command = route.translate(body, found.cause)
                    work.append(Caused(command=command, cause=found.cause))
                await route.handle(tx, work)


async def rows(store: Store, company: CompanyId = COMPANY) -> dict[str, list[str]]:
    """Return every row of the projections as text, byte for byte."""
    async with store.reading([company]) as connection:
        return {
            table: [
                row["line"]
                for row in await connection.fetch(
                    f"select t::text as line from {table} t order by company_id, supplier_id"
                )
            ]
            for table in TABLES
        }


async def wipe(store: Store) -> None:
    async with store.transaction([COMPANY]) as tx:
        for table in TABLES:
            await tx.execute(f"delete from {table}")


def logs() -> st.SearchStrategy[list[Logged]]:
    """Logs of few suppliers and many versions, so that news is late and repeated often."""
    key = st.tuples(st.integers(1, 5), st.integers(1, 4))
    suppliers = st.dictionaries(key, _supplier_fields(), max_size=9)
    risks = st.dictionaries(key, st.tuples(st.integers(1, 4), _verdicts()), max_size=9)
    return st.builds(_log, suppliers, risks)


def _supplier_fields() -> st.SearchStrategy[dict[str, object]]:
    country = st.sampled_from(["DE", "CL", "CD"])
    return st.fixed_dictionaries(
        {
            "name": st.sampled_from([None, "Pit {1}", 'A "B" \\ C']),
            "relation": st.sampled_from([None, "direct", "former", "friend"]),
            "country": st.none() | country,
            "site_countries": st.lists(country, max_size=3).map(tuple),
            "superseded_by": st.sampled_from([None, None, None, a_supplier_id(99)]),
        }
    )


def _verdicts() -> st.SearchStrategy[list[structs.RightAssessment]]:
    right = st.sampled_from([*RIGHTS[:3], "ZZ01"])
    verdict = st.tuples(
        st.sampled_from(["known", "assumed", "unknown", "guessed"]),
        st.sampled_from(["high", "medium", "low", None]),
    )
    return st.dictionaries(right, verdict, max_size=4).map(
        lambda found: [a_right(code, *verdict) for code, verdict in found.items()]
    )


def _log(
    suppliers: dict[tuple[int, int], dict[str, object]],
    risks: dict[tuple[int, int], tuple[int, list[structs.RightAssessment]]],
) -> list[Logged]:
    facts: list[Fact] = [a_supplier_fact(*key, **fields) for key, fields in suppliers.items()]  # type: ignore[arg-type]
    facts += [
        a_risk_fact(*key, *verdicts, supplier_version=version)
        for key, (version, verdicts) in risks.items()
    ]
    return logged(*facts)


def expected_cells(log: Sequence[Logged]) -> Cells:
    """Count by hand, from the facts alone, what stands behind each cell."""
    records = _newest(f for f in log if isinstance(f.fact, structs.SupplierUpdated))
    verdicts = _newest(f for f in log if isinstance(f.fact, structs.RiskAssessed))
    cells: Cells = defaultdict(set)
    for supplier_id, record in records.items():
        if record.fact.superseded_by is None:  # type: ignore[union-attr]
            _count_supplier(cells, record, verdicts.get(supplier_id))
    return cells


def _newest(found: Iterable[Logged]) -> dict[object, Logged]:
    ordered = sorted(found, key=lambda logged: logged.fact.version)
    return {each.fact.supplier_id: each for each in ordered}


def _count_supplier(cells: Cells, record: Logged, verdict: Logged | None) -> None:
    fact = record.fact
    assert isinstance(fact, structs.SupplierUpdated)
    risk = verdict.fact if verdict else None
    assert risk is None or isinstance(risk, structs.RiskAssessed)
    of_record, of_verdict = record.cause.event_id, (verdict or record).cause.event_id
    relation = fact.relation if fact.relation in {"direct", "former"} else "unknown"
    given = {r.right: r for r in risk.rights} if risk else {}
    states = [_known(given.get(right)) for right in RIGHTS]
    best = min(states, key=["known", "assumed", "unknown"].index)
    blank = states.count("unknown")

    cells["suppliers_by_relation", relation].add(of_record)
    cells["suppliers_by_country", fact.country or "unknown"].add(of_record)
    for country in {site.country for site in fact.sites} or {"unknown"}:
        cells["suppliers_by_site_country", country].add(of_record)
    cells["suppliers_assessed", best if risk else "missing"].add(of_verdict)
    cells["assessed_by_relation", f"{relation}.{best}"].add(of_verdict)
    amount = "all" if blank == len(RIGHTS) else "some" if blank else "none"
    cells["suppliers_with_unknown_rights", amount].add(of_verdict)
    for right, state in zip(RIGHTS, states, strict=True):
        cells["rights_by_knowledge", f"{right}.{state}"].add(of_verdict)
        priority = given[right].priority if state != "unknown" else None
        if priority in {None, "high"}:
            kind = f"high-{state}" if priority else "unrated"
            cells["high_priority_by_right", f"{right}.{kind}"].add(of_verdict)


def _known(right: structs.RightAssessment | None) -> str:
    return right.knowledge if right and right.knowledge in {"known", "assumed"} else "unknown"
