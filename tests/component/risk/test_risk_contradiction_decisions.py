"""Rulings about contradictions: made once, visible in reasons, over HTTP and below it."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sorgfalt_contracts.terms import CompanyId, FindingGrade, Right, SupplierId

from services.risk import store as rows_of
from services.risk.domain.decision import Ruling
from services.risk.handlers.decide_contradiction import Answer
from shared.store.pool import Store
from tests.component.risk.evidence_rows import brought, last, rows, ruled, verdicts
from tests.component.risk.test_risk_api import a_client
from tests.component.risk.test_risk_evidence import HEIR, OSH, merged, the_supplier
from tests.unit.risk.builders import COMPANY, SUPPLIER
from tests.unit.risk.evidence_builders import (
    a_complaint,
    a_finding,
    a_ruling,
    an_audit,
    audit_id,
    case_id,
)

ADDRESS = f"/contradictions/{audit_id(1)}/{case_id(1)}/decision"
ASKED: dict[str, Any] = {
    "verdict": "complaint-stands",
    "reasons": ["workers-heard-off-site"],
    "note": "Three of them.",
    "decided_by": "human-rights-officer",
}


async def contradicted(store: Store, *, substantiated: bool | None = None) -> None:
    await brought(store, the_supplier())
    await brought(store, an_audit(), a_complaint(OSH, substantiated=substantiated), name="said")


async def decided(store: Store, **changed: Any) -> httpx.Response:
    async with a_client(store) as client:
        return await client.post(ADDRESS, json={**ASKED, **changed})


async def test_a_ruling_closes_the_contradiction_and_its_verdict_leaves(
    risk_store: Store,
) -> None:
    await contradicted(risk_store)
    answer = await decided(risk_store)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "audit_id": str(audit_id(1)),
            "case_id": str(case_id(1)),
            "verdict": "complaint-stands",
            "state": "decided",
        },
    )
    verdict = await last(risk_store)
    assert (verdict.body.contradictions, verdict.known) == ([], {"HR05": 3})
    assert "ruled-complaint-stands" in verdict.reasons


async def test_the_same_ruling_again_changes_nothing_and_another_is_refused(
    risk_store: Store,
) -> None:
    await contradicted(risk_store)
    await decided(risk_store)
    before = len((await verdicts(risk_store))[SUPPLIER])
    again, other = await decided(risk_store), await decided(risk_store, verdict="audit-stands")
    assert (again.status_code, other.status_code) == (200, 409)
    assert other.json()["reason"] == "already-decided"
    assert len((await verdicts(risk_store))[SUPPLIER]) == before


async def test_what_contradicts_nobody_cannot_be_ruled_about(risk_store: Store) -> None:
    await brought(risk_store, the_supplier())
    assert (await decided(risk_store)).status_code == 404
    await brought(risk_store, an_audit(), a_complaint(OSH), name="said")
    await brought(risk_store, a_complaint(OSH, version=2, substantiated=False), name="refuted")
    answer = await decided(risk_store)
    assert (answer.status_code, answer.json()["reason"]) == (404, "no-contradiction")
    assert await rows(risk_store, "select * from contradiction_decisions") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "nobody-stands"},
        {"reasons": []},
        {"reasons": [f"reason-{n}" for n in range(8)]},
        {"reasons": ["Because I say so"]},
        {"decided_by": "Dr. Jane Roe"},
        {"note": "x" * 501},
    ],
)
async def test_a_malformed_ruling_is_refused(risk_store: Store, changed: dict[str, Any]) -> None:
    await contradicted(risk_store)
    assert (await decided(risk_store, **changed)).status_code == 422
    assert await rows(risk_store, "select * from contradiction_decisions") == []


async def test_a_ruling_s_note_leaves_on_no_topic(risk_store: Store) -> None:
    await contradicted(risk_store)
    await decided(risk_store)
    left = await risk_store.pool.fetch("select data from outbox")
    assert not [row for row in left if b"Three of them" in row["data"]]


async def test_contradictions_are_listed_open_ones_alone_or_all_with_their_rulings(
    risk_store: Store,
) -> None:
    await contradicted(risk_store)
    await brought(risk_store, an_audit(number=2), name="second")
    await decided(risk_store)
    async with a_client(risk_store) as client:
        open_ones = (await client.get("/contradictions")).json()["contradictions"]
        all_ever = (await client.get("/contradictions?state=all")).json()["contradictions"]
        wrong = await client.get("/contradictions?state=closed")
    assert [(each["audit_id"], each["state"]) for each in open_ones] == [(str(audit_id(2)), "open")]
    assert [each["state"] for each in all_ever] == ["decided", "open"]
    assert all_ever[0]["decision"] == {
        "verdict": "complaint-stands",
        "reasons": ["workers-heard-off-site"],
        "decided_by": "human-rights-officer",
        "decided_at": "2026-05-01T12:00:00+00:00",
        "note": "Three of them.",
    }
    assert all_ever[1]["decision"] is None
    assert wrong.status_code == 422


async def test_nobody_sees_or_rules_about_the_contradictions_of_another_company(
    risk_store: Store,
) -> None:
    await contradicted(risk_store)
    async with a_client(risk_store, CompanyId(UUID(int=9))) as client:
        seen = await client.get("/contradictions?state=all")
        answer = await client.post(ADDRESS, json=ASKED)
    assert (seen.json(), answer.status_code) == ({"contradictions": []}, 404)


@pytest.mark.parametrize("ruling", list(Ruling))
async def test_a_founded_complaint_counts_whatever_is_ruled_and_the_ruling_is_seen(
    risk_store: Store, ruling: Ruling
) -> None:
    await contradicted(risk_store, substantiated=True)
    assert await ruled(risk_store, a_ruling(ruling)) is Answer.RULED
    verdict = await last(risk_store)
    assert (verdict.known, f"ruled-{ruling}" in verdict.reasons) == ({"HR05": 4}, True)


async def test_a_complaint_that_was_set_aside_counts_again_once_it_is_founded(
    risk_store: Store,
) -> None:
    await contradicted(risk_store)
    await ruled(risk_store, a_ruling(Ruling.AUDIT_STANDS))
    assert (await last(risk_store)).known == {}
    founded = a_complaint(OSH, version=2, substantiated=True)
    await brought(risk_store, founded, name="founded")
    verdict = await last(risk_store)
    assert (verdict.known, "ruled-audit-stands" in verdict.reasons) == ({"HR05": 4}, True)


async def test_while_a_contradiction_is_open_nothing_is_cut_and_a_ruling_lets_it_be(
    risk_store: Store,
) -> None:
    bad = an_audit(a_finding(FindingGrade.CRITICAL, Right.WAGE), number=2, held_on="2025-01-01")
    await brought(risk_store, the_supplier(), a_complaint(OSH), bad)
    before = (await last(risk_store)).known
    await brought(risk_store, an_audit(), name="clean")
    assert before == (await last(risk_store)).known == {"HR05": 3, "HR08": 4}
    await ruled(risk_store, a_ruling(Ruling.BOTH_STAND))
    assert (await last(risk_store)).known == {"HR05": 3}


async def test_what_is_open_is_told_for_every_id_a_supplier_ever_had(risk_store: Store) -> None:
    await brought(risk_store, the_supplier(), the_supplier(supplier_id=HEIR))
    await brought(risk_store, an_audit(), a_complaint(OSH), merged())
    stranger = SupplierId(UUID(int=99))
    asked = {(COMPANY, each) for each in (SUPPLIER, HEIR, stranger)}
    async with risk_store.reading([COMPANY]) as connection:
        found = await rows_of.open_contradictions(connection, asked)
        heirs = await rows_of.heirs(connection, asked)
    assert set(found) == {(COMPANY, SUPPLIER), (COMPANY, HEIR)}
    (one,) = found[COMPANY, SUPPLIER]
    assert (one.audit_id, one.case_id) == (audit_id(1), case_id(1))
    assert heirs == {
        (COMPANY, SUPPLIER): (COMPANY, HEIR),
        (COMPANY, HEIR): (COMPANY, HEIR),
        (COMPANY, stranger): (COMPANY, stranger),
    }
    await ruled(risk_store, a_ruling(Ruling.BOTH_STAND))
    async with risk_store.reading([COMPANY]) as connection:
        assert await rows_of.open_contradictions(connection, asked) == {}
