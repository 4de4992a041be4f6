"""Audits and cases in, verdicts out, on a real database."""

from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest
from sorgfalt_contracts.terms import CompanyId, FindingGrade, Right, SiteId, SupplierId

from services.risk.domain.supplier import Site, Supplier
from shared.store.pool import Store
from tests.component.risk.evidence_rows import brought, last, rows, verdicts
from tests.unit.risk.builders import COMPANY, SUPPLIER, a_site, a_supplier
from tests.unit.risk.evidence_builders import (
    OTHER_SITE,
    SITE,
    a_complaint,
    a_finding,
    an_audit,
    audit_id,
    case_id,
)

OSH = Right.OCCUPATIONAL_SAFETY
HEIR = SupplierId(UUID(int=7))
THIRD = SupplierId(UUID(int=8))
CRITICAL = an_audit(a_finding(FindingGrade.CRITICAL, OSH))
MAJOR = an_audit(a_finding(FindingGrade.MAJOR, OSH))
COUNT = "select count(*) from {}"


def a_place(country: str = "NO", site_id: SiteId = SITE) -> Site:
    return replace(a_site(country, "iron-ore"), site_id=site_id)


def the_supplier(version: int = 1, supplier_id: SupplierId = SUPPLIER) -> Supplier:
    return a_supplier(a_place(), version=version, supplier_id=supplier_id)


def merged(version: int = 2, into: SupplierId = HEIR, of: SupplierId = SUPPLIER) -> Supplier:
    return a_supplier(version=version, supplier_id=of, superseded_by=into)


async def test_an_audit_s_finding_makes_a_right_known_and_leaves(risk_store: Store) -> None:
    await brought(risk_store, the_supplier())
    await brought(risk_store, CRITICAL, name="audit")
    verdict = await last(risk_store)
    assert (verdict.body.version, verdict.body.supplier_version, verdict.known) == (
        2, 1, {"HR05": 4},
    )  # fmt: skip


async def test_a_repeated_audit_changes_nothing(risk_store: Store) -> None:
    await brought(risk_store, the_supplier())
    await brought(risk_store, CRITICAL, CRITICAL, name="audit")
    await brought(risk_store, MAJOR, name="again")
    assert len((await verdicts(risk_store))[SUPPLIER]) == 2
    assert (await last(risk_store)).known == {"HR05": 4}


async def test_a_case_is_judged_by_its_newest_state_whenever_it_comes(risk_store: Store) -> None:
    await brought(risk_store, the_supplier())
    founded = a_complaint(OSH, version=3, substantiated=True, severity=5)
    await brought(risk_store, a_complaint(OSH, version=2), founded, a_complaint(version=1))
    await brought(risk_store, a_complaint(Right.LAND, version=2), name="late")
    verdict = await last(risk_store)
    assert verdict.known == {"HR05": 4}
    assert verdict.body.rights[4].severity == 5
    assert await rows(risk_store, "select version from evidence_cases") == [(3,)]


async def test_a_case_that_moves_to_another_supplier_leaves_the_first_one(
    risk_store: Store,
) -> None:
    await brought(risk_store, the_supplier(), the_supplier(supplier_id=HEIR))
    await brought(risk_store, a_complaint(OSH))
    moved = replace(a_complaint(OSH, version=2), supplier_ids=(HEIR,))
    await brought(risk_store, moved, name="moved")
    assert (await last(risk_store)).known == {}
    assert (await last(risk_store, HEIR)).known == {"HR05": 3}


async def test_what_is_said_before_the_supplier_is_known_waits_for_it(risk_store: Store) -> None:
    await brought(risk_store, CRITICAL)
    await brought(risk_store, a_complaint(Right.WAGE))
    assert await verdicts(risk_store) == {}
    await brought(risk_store, the_supplier(version=4), name="at last")
    verdict = await last(risk_store)
    assert (verdict.body.version, verdict.body.supplier_version, verdict.known) == (
        1, 4, {"HR05": 4, "HR08": 3},
    )  # fmt: skip


async def test_a_newer_state_of_a_supplier_is_judged_with_what_was_said_of_it(
    risk_store: Store,
) -> None:
    await brought(risk_store, the_supplier(version=1))
    await brought(risk_store, CRITICAL, name="audit")
    states = (a_supplier(a_place("CD"), version=3), a_supplier(a_place("SO"), version=2))
    await brought(risk_store, *states, name="states")
    verdict = await last(risk_store)
    assert (verdict.known["HR05"], verdict.body.supplier_version) == (4, 3)
    assert await rows(risk_store, "select supplier_version from risk_profiles") == [(3,)]


async def test_a_clean_audit_alone_leaves_no_verdict(risk_store: Store) -> None:
    await brought(risk_store, the_supplier())
    await brought(risk_store, an_audit(), name="audit")
    assert len((await verdicts(risk_store))[SUPPLIER]) == 1


async def test_evidence_follows_to_the_supplier_that_stands_and_both_are_judged(
    risk_store: Store,
) -> None:
    await brought(risk_store, the_supplier(), the_supplier(supplier_id=HEIR))
    await brought(risk_store, CRITICAL)
    await brought(risk_store, merged(), name="merged")
    assert (await last(risk_store, HEIR)).known == {"HR05": 4}
    assert (await last(risk_store)).reasons == {"superseded"}
    await brought(risk_store, a_complaint(Right.WAGE), name="after")
    assert (await last(risk_store, HEIR)).known == {"HR05": 4, "HR08": 3}


async def test_evidence_follows_along_a_line_of_mergers(risk_store: Store) -> None:
    await brought(risk_store, the_supplier(supplier_id=THIRD))
    await brought(risk_store, merged(), CRITICAL, name="first")
    await brought(risk_store, merged(of=HEIR, into=THIRD), name="second")
    assert (await last(risk_store, THIRD)).known == {"HR05": 4}


async def test_a_merger_that_is_taken_back_takes_its_evidence_back(risk_store: Store) -> None:
    await brought(risk_store, the_supplier(supplier_id=HEIR), merged(), CRITICAL)
    assert (await last(risk_store, HEIR)).known == {"HR05": 4}
    await brought(risk_store, the_supplier(version=3), name="back")
    assert (await last(risk_store, HEIR)).known == {}
    assert (await last(risk_store)).known == {"HR05": 4}


async def test_an_heir_whose_own_news_has_not_come_is_not_judged_before(
    risk_store: Store,
) -> None:
    await brought(risk_store, CRITICAL, merged())
    assert set(await verdicts(risk_store)) == {SUPPLIER}
    await brought(risk_store, the_supplier(supplier_id=HEIR), name="heir")
    assert (await last(risk_store, HEIR)).known == {"HR05": 4}


async def test_a_supplier_of_whom_nobody_speaks_costs_no_question_more(risk_store: Store) -> None:
    await brought(risk_store, the_supplier())
    assert await rows(risk_store, "select is_watched from risk_profiles") == [(False,)]
    await brought(risk_store, an_audit(), name="audit")
    assert await rows(risk_store, "select is_watched from risk_profiles") == [(True,)]


async def test_a_contradiction_is_kept_open_for_as_long_as_both_say_it(risk_store: Store) -> None:
    kept = "select audit_id, case_id, supplier_id, site_id, rights, state from contradictions"
    await brought(risk_store, the_supplier())
    await brought(risk_store, an_audit(), a_complaint(OSH))
    (told,) = (await last(risk_store)).body.contradictions
    assert (told.audit_id, told.case_id, told.site_id, told.rights) == (
        audit_id(1), case_id(1), SITE, [OSH],
    )  # fmt: skip
    place = (audit_id(1), case_id(1), SUPPLIER, SITE, ["HR05"])
    assert await rows(risk_store, kept) == [(*place, "open")]
    await brought(risk_store, a_complaint(OSH, version=2, substantiated=False), name="refuted")
    assert (await last(risk_store)).body.contradictions == []
    assert await rows(risk_store, kept) == [(*place, "lapsed")]


async def test_a_contradiction_moves_to_the_supplier_that_stands(risk_store: Store) -> None:
    heir = a_supplier(a_place(), a_place(site_id=OTHER_SITE), supplier_id=HEIR)
    await brought(risk_store, the_supplier(), heir)
    await brought(risk_store, an_audit(), a_complaint(OSH))
    await brought(risk_store, merged(), name="merged")
    found = await rows(risk_store, "select supplier_id, state from contradictions")
    assert found == [(HEIR, "open")]
    assert len((await last(risk_store, HEIR)).body.contradictions) == 1


async def test_no_company_sees_or_writes_the_evidence_of_another(risk_store: Store) -> None:
    await brought(risk_store, the_supplier(), an_audit(), a_complaint(OSH))
    tables = ("evidence_audits", "evidence_cases", "contradictions", "contradiction_decisions")
    async with risk_store.reading([CompanyId(UUID(int=99))]) as connection:
        seen = [await connection.fetchval(COUNT.format(table)) for table in tables]
    assert seen == [0, 0, 0, 0]
    other = CompanyId(UUID(int=99))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await brought(risk_store, replace(CRITICAL, company_id=other, audit_id=audit_id(9)))
    assert other != COMPANY
