"""From the bodies of facts to plans: what the routes of risk leave behind, on a real database."""

from datetime import date
from typing import Any
from uuid import UUID

from sorgfalt_contracts import events, structs
from sorgfalt_contracts.terms import derived_id

from services.risk.consumers import routes
from shared.store.cause import Caused
from shared.store.pool import Store
from tests.component.risk.plan_requests import DELIVERED, post
from tests.component.risk.plan_rows import changed, waiting
from tests.unit.risk.builders import COMPANY, SUPPLIER, the_method
from tests.unit.risk.plan_builders import AUDIT, CASE, SITE, a_cause, the_rules

CLEAN = UUID(int=0xA2)


async def read(store: Store, fact: Any) -> None:
    """Let risk read one fact as its consumer does, in one transaction."""
    known = {each.type: each for each in routes(the_method(), the_rules())}
    route = known[getattr(events, type(fact).__name__).TYPE]
    cause = a_cause(f"{type(fact).__name__}-{getattr(fact, 'version', 1)}")
    work = Caused(command=route.translate(route.read(structs.encode(fact)), cause), cause=cause)
    async with store.transaction([COMPANY]) as tx:
        await route.handle(tx, [work])


def a_supplier_fact() -> structs.SupplierUpdated:
    site = structs.Site(site_id=SITE, name="Plant", country="CD")
    return structs.SupplierUpdated(
        company_id=COMPANY, supplier_id=SUPPLIER, version=1, country="CD", sites=[site], records=[]
    )


def an_audit_fact(audit_id: UUID, *findings: structs.Finding) -> structs.AuditCompleted:
    return structs.AuditCompleted(
        company_id=COMPANY, supplier_id=SUPPLIER, site_id=SITE, audit_id=audit_id, kind="audit",
        scheme="other", held_on="2026-02-20", result="A", findings=list(findings),
    )  # fmt: skip


def a_case_fact(version: int, *, substantiated: bool | None = None) -> structs.GrievanceUpdated:
    return structs.GrievanceUpdated(
        company_id=COMPANY, case_id=CASE, version=version, filed_on="2026-02-25",
        stage="investigated", rights=["HR05"], severity=4, substantiated=substantiated,
        supplier_ids=[SUPPLIER], site_ids=[SITE], acknowledgement="in-time", feedback="awaited",
    )  # fmt: skip


async def test_an_audit_is_judged_and_planned_for_in_one_transaction(risk_store: Store) -> None:
    finding = structs.Finding(number="3.1", grade="critical", rights=["HR05"])
    await read(risk_store, a_supplier_fact())
    await read(risk_store, an_audit_fact(AUDIT, finding))
    (plan,) = await changed(risk_store)
    topics = await risk_store.pool.fetch("select topic from outbox order by topic, sequence")
    assert plan.plan_id == derived_id("plan", "finding", str(AUDIT), "3.1")
    assert (plan.due_on, await waiting(risk_store)) == (date(2026, 2, 27), 6)
    assert [row["topic"] for row in topics] == [
        "action-plan-changed",
        "risk-assessed",
        "risk-assessed",
    ]


async def test_a_plan_is_frozen_from_the_clean_audit_that_contradicts_its_complaint(
    risk_store: Store,
) -> None:
    await read(risk_store, a_supplier_fact())
    await read(risk_store, a_case_fact(2, substantiated=True))
    await read(risk_store, an_audit_fact(CLEAN))
    (plan,) = await changed(risk_store)
    address = f"/plans/{plan.plan_id}/close"
    frozen = await post(risk_store, address, {"reasons": ["audited"]})
    assert (frozen.status_code, frozen.json()["reason"]) == (409, "contradiction-open")
    await read(risk_store, a_case_fact(3, substantiated=False))
    closed = await post(risk_store, address, {"reasons": ["audited"]})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed-on-paper")
    late = await post(risk_store, f"/plans/{plan.plan_id}/progress", DELIVERED)
    assert (late.status_code, late.json()["reason"]) == (409, "already-decided")
