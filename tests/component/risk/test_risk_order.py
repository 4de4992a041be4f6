"""Whatever order, batches and repeats news comes in, the last verdict is the same."""

from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sorgfalt_contracts import events
from sorgfalt_contracts.terms import CompanyId, FindingGrade, Right, SupplierId

from services.risk.domain.decision import Ruling
from shared.store.pool import Store
from tests.component.risk.evidence_rows import News, brought
from tests.component.risk.test_risk_evidence import HEIR, THIRD, a_place, merged, the_supplier
from tests.unit.risk.builders import SUPPLIER, a_supplier
from tests.unit.risk.evidence_builders import (
    OTHER_SITE,
    a_complaint,
    a_finding,
    a_ruling,
    an_audit,
)

WAGE, LAND, OSH = Right.WAGE, Right.LAND, Right.OCCUPATIONAL_SAFETY
BAD = a_finding(FindingGrade.CRITICAL, WAGE)
RULINGS: list[News] = [
    a_ruling(Ruling.AUDIT_STANDS, audit=2, case=1),
    a_ruling(Ruling.COMPLAINT_STANDS, audit=4, case=1),
]
SAID: list[News] = [
    the_supplier(version=1),
    a_supplier(a_place(), a_place("CL", OTHER_SITE), version=2),
    merged(version=3),
    the_supplier(supplier_id=HEIR),
    a_supplier(a_place(), a_place("CL", OTHER_SITE), version=2, supplier_id=HEIR),
    the_supplier(version=1, supplier_id=THIRD),
    a_supplier(materials=("copper",), version=2, supplier_id=THIRD),
    an_audit(BAD, number=1, held_on="2025-01-01"),
    an_audit(number=2),
    an_audit(a_finding(FindingGrade.MAJOR), number=3, site_id=OTHER_SITE, supplier_id=HEIR),
    an_audit(number=4, site_id=None, supplier_id=HEIR),
    a_complaint(OSH, version=1),
    replace(a_complaint(OSH, LAND, version=2, severity=5), supplier_ids=(SUPPLIER, THIRD)),
    a_complaint(OSH, version=3, severity=5),
    a_complaint(LAND, number=2, version=1, site_ids=(OTHER_SITE,)),
    a_complaint(LAND, number=2, version=2, site_ids=(OTHER_SITE,), substantiated=True),
    *RULINGS,
]
order = st.permutations(range(len(SAID)))
repeats = st.lists(st.integers(0, len(SAID) - 1), max_size=6)
cuts = st.sets(st.integers(1, len(SAID) + 5), max_size=8)


async def last_of_all(store: Store, batches: list[list[News]]) -> tuple[Any, ...]:
    """Bring the batches to a company of its own; return the last verdicts and contradictions.

    A ruling that came before its contradiction was refused, so people make it again at the end.
    """
    company = CompanyId(uuid4())
    for number, batch in enumerate([*batches, RULINGS]):
        given_to = [replace(each, company_id=company) for each in batch]
        await brought(store, *given_to, name=f"batch-{number}", company=company)
    left = await store.pool.fetch(
        "select data from outbox where company_id = $1 and topic = 'risk-assessed'", company
    )
    newest: dict[SupplierId, events.RiskAssessed] = {}
    for body in sorted(
        (events.RiskAssessed.model_validate_json(row["data"]) for row in left),
        key=lambda each: each.version,
    ):
        newest[body.supplier_id] = body.model_copy(
            update={"version": 1, "supplier_version": 1, "company_id": UUID(int=0)}
        )
    async with store.reading([company]) as connection:
        kept = await connection.fetch(
            "select audit_id, case_id, supplier_id, site_id, rights, state from contradictions"
            " where state <> 'lapsed' order by 1, 2"
        )
    return newest, [tuple(row) for row in kept]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=order, repeats=repeats, cuts=cuts)
async def test_the_last_verdict_follows_from_what_was_said_and_not_from_its_order(
    risk_store: Store, order: list[int], repeats: list[int], cuts: set[int]
) -> None:
    news = [SAID[each] for each in (*order, *repeats)]
    places = [0, *sorted(cuts), len(news)]
    mixed = [news[a:b] for a, b in pairwise(places) if news[a:b]]
    in_order = [[each] for each in SAID]
    assert await last_of_all(risk_store, mixed) == await last_of_all(risk_store, in_order)


async def test_the_order_that_is_compared_with_comes_to_something(risk_store: Store) -> None:
    newest, kept = await last_of_all(risk_store, [[each] for each in SAID])
    heir = newest[HEIR]
    assert {r.right.value: r.likelihood for r in heir.rights if r.knowledge == "known"} == {
        "HR05": 3, "HR08": 4, "HR10": 4,
    }  # fmt: skip
    assert [(row[2], row[5]) for row in kept] == [
        (HEIR, "decided"), (HEIR, "decided"), (HEIR, "open"),
    ]  # fmt: skip
    assert len(newest[THIRD].origins) == 1
