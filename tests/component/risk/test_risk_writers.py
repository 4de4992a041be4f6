"""Two writers of one supplier, on a real database: the second waits, then reads the first's."""

import asyncio
from dataclasses import replace

from sorgfalt_contracts.terms import FindingGrade, Right

from services.risk.domain.decision import Ruling
from services.risk.handlers.assess_audits import assess_audits
from services.risk.handlers.assess_complaints import assess_complaints
from services.risk.handlers.assess_suppliers import assess_suppliers
from services.risk.handlers.decide_contradiction import Answer
from services.risk.store import load_profiles
from shared.store.pool import Store
from tests.component.risk.evidence_rows import brought, last, ruled
from tests.component.risk.evidence_rows import caused as said_by
from tests.component.risk.test_risk_assess_suppliers import caused, judge, kept, versions
from tests.component.risk.test_risk_evidence import HEIR
from tests.unit.risk.builders import COMPANY, a_supplier, the_method
from tests.unit.risk.evidence_builders import a_complaint, a_finding, a_ruling, an_audit


async def test_two_writers_of_one_new_supplier_wait_for_each_other(risk_store: Store) -> None:
    judged = asyncio.Event()

    async def judge_and_linger() -> None:
        async with risk_store.transaction([COMPANY]) as tx:
            await assess_suppliers(the_method(), tx, [caused(a_supplier(country="NA"))])
            judged.set()
            await tx.execute("select pg_sleep(0.2)")

    async def judge_meanwhile() -> None:
        await judged.wait()
        await judge(risk_store, a_supplier(country="CD", version=2))

    await asyncio.gather(judge_and_linger(), judge_meanwhile())
    assert await versions(risk_store) == [(1, 1), (2, 2)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 2, 2)]


async def test_a_profile_is_held_from_loading_to_the_end(risk_store: Store) -> None:
    await judge(risk_store, a_supplier(country="NO"))
    loaded = asyncio.Event()

    async def load_and_linger() -> None:
        supplier = a_supplier(country="NA", version=2)
        async with risk_store.transaction([COMPANY]) as tx:
            await load_profiles(tx, [supplier.key])
            loaded.set()
            await tx.execute("select pg_sleep(0.2)")
            await assess_suppliers(the_method(), tx, [caused(supplier)])

    async def judge_meanwhile() -> None:
        await loaded.wait()
        await judge(risk_store, a_supplier(country="CD", version=3))

    await asyncio.gather(load_and_linger(), judge_meanwhile())
    assert await versions(risk_store) == [(1, 1), (2, 2), (3, 3)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 3, 3)]


async def test_of_two_who_speak_of_one_supplier_the_second_judges_by_both(
    risk_store: Store,
) -> None:
    await brought(risk_store, a_supplier(country="NO"))
    judged = asyncio.Event()

    async def audit_and_linger() -> None:
        async with risk_store.transaction([COMPANY]) as tx:
            finding = a_finding(FindingGrade.CRITICAL, Right.WAGE)
            await assess_audits(the_method(), tx, [said_by(an_audit(finding), "audit")])
            judged.set()
            await tx.execute("select pg_sleep(0.2)")

    async def complain_meanwhile() -> None:
        await judged.wait()
        await brought(risk_store, a_complaint(Right.LAND), name="complaint")

    await asyncio.gather(audit_and_linger(), complain_meanwhile())
    assert (await last(risk_store)).known == {"HR08": 4, "HR10": 3}


async def test_a_state_of_a_case_that_comes_late_waits_for_the_newer_one(
    risk_store: Store,
) -> None:
    await brought(risk_store, a_supplier(country="NO"))
    kept = asyncio.Event()

    async def newer_and_linger() -> None:
        newer = replace(a_complaint(Right.LAND, version=2), supplier_ids=(HEIR,))
        async with risk_store.transaction([COMPANY]) as tx:
            await assess_complaints(the_method(), tx, [said_by(newer, "newer")])
            kept.set()
            await tx.execute("select pg_sleep(0.2)")

    async def older_meanwhile() -> None:
        await kept.wait()
        await brought(risk_store, a_complaint(Right.WAGE), name="older")

    await asyncio.gather(newer_and_linger(), older_meanwhile())
    assert (await last(risk_store)).known == {}


async def test_two_rulings_at_once_are_one_ruling(risk_store: Store) -> None:
    await brought(risk_store, a_supplier(country="NO"), an_audit(), a_complaint(Right.LAND))
    rulings = (a_ruling(Ruling.AUDIT_STANDS), a_ruling(Ruling.COMPLAINT_STANDS))
    answers = await asyncio.gather(
        *(ruled(risk_store, each, f"ruling-{each.ruling}") for each in rulings)
    )
    assert sorted(answers) == [Answer.ALREADY_DECIDED, Answer.RULED]
