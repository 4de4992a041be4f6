"""Door 2 of risk, over HTTP on a real database."""

from datetime import UTC, datetime
from uuid import UUID

import httpx
from fastapi import FastAPI
from sorgfalt_contracts.terms import CompanyId, FindingGrade, Right

from services.risk.api import Door, router
from shared.store.pool import Store
from tests.component.risk.evidence_rows import brought
from tests.component.risk.test_risk_assess_suppliers import judge
from tests.unit.risk.builders import COMPANY, a_site, a_supplier, the_published_method
from tests.unit.risk.evidence_builders import (
    SITE,
    a_complaint,
    a_finding,
    an_audit,
    audit_id,
    case_id,
)
from tests.unit.risk.plan_builders import the_published_rules

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def a_client(store: Store, company: CompanyId = COMPANY) -> httpx.AsyncClient:
    application = FastAPI()
    door = Door(
        reading=store.reading, transaction=store.transaction, company_id=company, now=lambda: NOON
    )
    application.include_router(router(door, the_published_method(), the_published_rules()))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application), base_url="http://risk.test"
    )


async def test_a_supplier_s_verdict_is_explained_right_by_right(risk_store: Store) -> None:
    supplier = a_supplier(a_site("CD", "cobalt"), version=3)
    await judge(risk_store, supplier)
    async with a_client(risk_store) as client:
        answer = await client.get(f"/suppliers/{supplier.supplier_id}/risk")
    (assessment,) = answer.json()["assessments"]
    assert answer.status_code == 200
    assert (assessment["company_id"], assessment["version"], assessment["supplier_version"]) == (
        str(COMPANY), 1, 3,
    )  # fmt: skip
    assert assessment["exposure"] == {
        "places": [{"country": "CD", "materials": ["cobalt"], "has_unknown_material": False}],
        "kind": "site",
        "superseded_by": None,
        "mined": [{"material": "cobalt", "countries": ["CD"], "is_all": True, "confidence": None}],
        "untraced": [],
    }
    assert len(assessment["rights"]) == 20
    child_labour = assessment["rights"][0]
    assert child_labour["reasons"][1] == {
        "code": "dol-listed",
        "inputs": {
            "country": "CD",
            "good": "Cobalt ore (heterogenite)",
            "kind": "child labor",
            "likelihood": "4",
            "material": "cobalt",
        },
        "source": "dol_goods_2022",
        "edition": "2022",
        "sentence": "CD: the list names Cobalt ore (heterogenite) (material cobalt) for child "
        "labor; likelihood 4 of 5.",
    }


async def test_what_was_said_of_a_supplier_is_shown_with_what_became_of_it(
    risk_store: Store,
) -> None:
    wage = Right.WAGE
    bad = an_audit(a_finding(FindingGrade.CRITICAL, wage), number=2, held_on="2025-01-01")
    supplier = a_supplier(a_site("NO", "iron-ore"))
    refuted = a_complaint(wage, number=2, substantiated=False)
    await brought(risk_store, supplier, bad, an_audit(), a_complaint(wage), refuted)
    async with a_client(risk_store) as client:
        answer = await client.get(f"/suppliers/{supplier.supplier_id}/risk")
    (assessment,) = answer.json()["assessments"]
    evidence = assessment["evidence"]
    assert evidence["is_frozen"] is True
    assert [(each["audit"]["audit_id"], each["state"]) for each in evidence["audits"]] == [
        (str(audit_id(1)), "counts"),
        (str(audit_id(2)), "kept"),
    ]
    assert [each["state"] for each in evidence["complaints"]] == ["counts", "no-evidence"]
    assert assessment["contradictions"] == [
        {
            "site_id": str(SITE),
            "audit_id": str(audit_id(1)),
            "case_id": str(case_id(1)),
            "rights": ["HR08"],
        }
    ]


async def test_origins_are_shown_with_plain_figures_and_with_their_history(
    risk_store: Store,
) -> None:
    await brought(risk_store, a_supplier(country="DE", materials=("copper",)))
    mine = a_supplier(a_site("CL", "copper"), materials=("copper",), version=2)
    await brought(risk_store, mine, name="mine")
    async with a_client(risk_store) as client:
        answer = await client.get(f"/suppliers/{mine.supplier_id}/risk")
    (assessment,) = answer.json()["assessments"]
    (origin,) = assessment["origins"]
    assert (origin["basis"], origin["shares"], origin["unknown_percent"]) == (
        "confirmed", [{"country": "CL", "percent": 100.0}], 0.0,
    )  # fmt: skip
    history = assessment["origin_history"]
    assert [(each["basis"], each["reason"]) for each in history] == [
        ("assumed", None),
        ("confirmed", "mine-confirmed"),
    ]
    assert history[0]["origin"]["shares"][0] == {"country": "CL", "percent": 23.2}


async def test_a_supplier_nobody_judged_is_not_found_and_its_id_is_not_echoed(
    risk_store: Store,
) -> None:
    async with a_client(risk_store) as client:
        answer = await client.get(f"/suppliers/{UUID(int=5)}/risk")
    assert (answer.status_code, answer.json()["reason"]) == (404, "not-assessed")
    assert str(UUID(int=5)) not in answer.text


async def test_a_supplier_of_another_company_is_not_found(risk_store: Store) -> None:
    await judge(risk_store, a_supplier(country="NA"))
    async with a_client(risk_store, CompanyId(UUID(int=9))) as client:
        answer = await client.get(f"/suppliers/{a_supplier().supplier_id}/risk")
    assert answer.status_code == 404


async def test_the_method_is_published_with_editions_licences_and_credits(
    risk_store: Store,
) -> None:
    async with a_client(risk_store) as client:
        answer = await client.get("/method")
    document = answer.json()
    assert (document["method"], document["edition"]) == ("method_v1", "2")
    assert document["text"].startswith("# Method v1: risk per right")
    assert {pack["pack"]: (pack["edition"], pack["credit"]) for pack in document["packs"]} == {
        "method_v1": ("2", "Method v1 of Sorgfalt."),
        "wgi_2019": (
            "2019",
            "Worldwide Governance Indicators, World Bank, CC BY 4.0, 2019 values.",
        ),
        "dol_goods_2022": ("2022", "US Department of Labor."),
        "countries_v1": ("1", "Country codes: Debian iso-codes, LGPL-2.1-or-later."),
        "usgs_production_2026": (
            "2026",
            "US Geological Survey, Mineral Commodity Summaries 2026.",
        ),
    }
