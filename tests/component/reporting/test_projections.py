from random import Random
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sorgfalt_contracts.terms import CompanyId

from shared.store.pool import Store
from tests.component.reporting.logs import logs
from tests.component.reporting.projecting import Logged, logged, project, rows, wipe
from tests.unit.reporting.builders import (
    COMPANY,
    a_right,
    a_risk_fact,
    a_supplier_fact,
)
from tests.unit.reporting.fact_builders import a_due_fact, a_finding, an_audit_fact

OTHER = CompanyId(UUID(int=2))
ON_A_DATABASE = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(log=logs(), chance=st.randoms(use_true_random=False), cut=st.integers(0, 40))
@ON_A_DATABASE
async def test_any_order_any_batches_and_repetition_rebuild_the_same_bytes(
    reporting_store: Store, log: list[Logged], chance: Random, cut: int
) -> None:
    await wipe(reporting_store)
    await project(reporting_store, *([found] for found in log))
    first = await rows(reporting_store)

    await wipe(reporting_store)
    again = [*log, *log]
    chance.shuffle(again)
    await project(reporting_store, again[:cut], again[cut:])

    assert await rows(reporting_store) == first


async def test_an_older_fact_changes_nothing(reporting_store: Store) -> None:
    new = logged(a_supplier_fact(1, 2, country="CL"), a_risk_fact(1, 2, a_right()))
    await project(reporting_store, new)
    before = await rows(reporting_store)

    await project(reporting_store, logged(a_supplier_fact(1, 1, country="DE"), a_risk_fact(1, 1)))

    assert await rows(reporting_store) == before


async def test_of_two_one_shots_under_one_id_the_first_recorded_stands_whichever_came_first(
    reporting_store: Store,
) -> None:
    early, late = an_audit_fact(1, a_finding()), an_audit_fact(1, held_on=None)
    audits = logged(early, late)
    notices = [Logged(a_due_fact(), 1), Logged(a_due_fact(), 2)]

    await project(reporting_store, [audits[0], notices[0]], [audits[1], notices[1]])
    in_order = await rows(reporting_store)
    await wipe(reporting_store)
    await project(reporting_store, [audits[1], notices[1]], [audits[0], notices[0]])

    assert await rows(reporting_store) == in_order
    assert "event-audit-completed-1" in in_order["audits"][0]
    assert "event-action-plan-due-1" in in_order["due_notices"][0]


async def test_a_right_that_a_newer_assessment_no_longer_lists_is_gone(
    reporting_store: Store,
) -> None:
    older = a_risk_fact(1, 1, a_right("HR01"), a_right("HR03"))
    await project(reporting_store, logged(older))
    await project(reporting_store, logged(a_risk_fact(1, 2, a_right("HR03"))))

    async with reporting_store.reading([COMPANY]) as connection:
        found = await connection.fetch("select known, assumed, high from risk_states")
    assert [tuple(row) for row in found] == [([], ["HR03"], ["HR03"])]


async def test_a_company_cannot_see_or_write_the_rows_of_another(reporting_store: Store) -> None:
    await project(reporting_store, logged(a_supplier_fact(1), a_supplier_fact(1, company=OTHER)))

    assert len((await rows(reporting_store))["supplier_states"]) == 1
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with reporting_store.transaction([COMPANY]) as tx:
            await tx.execute("update supplier_states set company_id = $1", OTHER)
    async with reporting_store.reading([COMPANY]) as connection:
        seen = await connection.fetchval(
            "select count(*) from current_suppliers where company_id = $1", OTHER
        )
    assert seen == 0


async def test_projecting_emits_nothing(reporting_store: Store) -> None:
    await project(reporting_store, logged(a_supplier_fact(1), a_risk_fact(1, 1, a_right())))

    assert await reporting_store.pool.fetchval("select count(*) from outbox") == 0
