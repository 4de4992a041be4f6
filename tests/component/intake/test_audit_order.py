"""Suppliers and audits in any order and cut of batches end the same for who reads the topics."""

import random
from typing import Any

import pytest

from services.intake.domain.audit import ReportAudit
from services.intake.domain.report import ReportSupplier
from services.intake.handlers import take_reports
from shared.store.pool import Store
from tests.component.intake.builders import a_report_to, caused, facts, known, take
from tests.component.intake.conftest import MakeStore
from tests.unit.intake.builders import COMPANY, a_key, an_audit, an_lei


@pytest.mark.parametrize("seed", range(3))
async def test_order_and_cut_of_suppliers_and_audits_change_nothing_that_is_known(
    make_store: MakeStore, seed: int
) -> None:
    draw = random.Random(seed)
    founders = [a_report_to(key=a_key(f"f{n}"), lei=an_lei(n)) for n in (1, 2)]
    told: list[ReportSupplier | ReportAudit] = [
        a_report_to(key=a_key(str(n)), lei=an_lei(1 + n % 2)) for n in range(8)
    ]
    told += [an_audit(a_key(str(n)), audit_number=f"A-{n}", result="1") for n in range(8)]
    ends = []
    for order in (told, draw.sample(told, len(told))):
        store, size = await make_store(), draw.randrange(1, 8)
        await take(store, *founders)
        for start in range(0, len(order), size):
            await take_all(store, order[start : start + size], start)
        standing = without_versions(await known(store))
        ends.append((standing, await audits_by_standing_supplier(store)))
    assert ends[0] == ends[1]


async def take_all(store: Store, part: list[ReportSupplier | ReportAudit], start: int) -> None:
    work = [caused(each, f"e-{start + n}") for n, each in enumerate(part)]
    async with store.transaction({COMPANY}) as tx:
        await take_reports.take_reports(tx, work)


async def audits_by_standing_supplier(store: Store) -> dict[str, str]:
    """Return each audit and whose it is today, as a reader of both topics sees it."""
    left = await facts(store)
    pointers = {
        fact.key: fact.body["superseded_by"] for fact in left if fact.body.get("superseded_by")
    }
    audits = [fact.body for fact in left if fact.topic == "audit-completed"]
    return {
        audit["audit_id"]: pointers.get(audit["supplier_id"], audit["supplier_id"])
        for audit in audits
    }


def without_versions(suppliers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**supplier, "version": None} for supplier in suppliers]
