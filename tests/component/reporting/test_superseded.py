"""What was said of a supplier that was merged counts once, for the one that stands."""

from datetime import date

from services.reporting.domain.evidence import EvidenceEvent
from services.reporting.domain.record import Record
from shared.store.pool import Store
from tests.component.reporting.projecting import Fact, logged, project
from tests.component.reporting.test_figures import record_of
from tests.unit.reporting.builders import a_risk_fact, a_supplier_fact, a_supplier_id
from tests.unit.reporting.fact_builders import (
    a_case_fact,
    a_case_id,
    a_contradiction,
    a_due_fact,
    a_plan_fact,
    a_plan_id,
    an_audit_fact,
    an_exit_fact,
)


def merged(into: int = 3) -> list[Fact]:
    """Supplier 1 was merged into 2, and 2 into 3."""
    return [
        a_supplier_fact(1, 2, name="Old", superseded_by=a_supplier_id(2)),
        a_supplier_fact(2, 2, name="Middle", superseded_by=a_supplier_id(into)),
        a_supplier_fact(3, 1, name="Standing"),
    ]


async def record_by(store: Store, *facts: Fact) -> Record:
    await project(store, logged(*facts))
    return await record_of(store)


def behind(record: Record, figure: str, cell: str) -> list[EvidenceEvent]:
    return [*record.figure(figure).cell(cell).evidence.events]


async def test_an_audit_is_shown_under_the_name_of_the_supplier_that_stands(
    reporting_store: Store,
) -> None:
    record = await record_by(reporting_store, *merged(), an_audit_fact(supplier=1))

    (event,) = behind(record, "audits_by_kind", "audit.known")
    assert event.subject.label == "Standing"


async def test_suppliers_that_supersede_each_other_in_a_ring_are_still_read(
    reporting_store: Store,
) -> None:
    record = await record_by(reporting_store, *merged(into=1), an_audit_fact(supplier=1))

    (event,) = behind(record, "audits_by_kind", "audit.known")
    assert event.subject.label == "Old"


async def test_two_plans_for_one_complaint_and_one_supplier_are_one(
    reporting_store: Store,
) -> None:
    plans = [
        a_plan_fact(1, 1, supplier=1, case=7, state="closed-delivered"),
        a_plan_fact(2, 1, supplier=3, case=7),
        a_plan_fact(3, 1, supplier=2, case=7, state="closed-delivered"),
        a_plan_fact(4, 1, supplier=1, case=8),
        a_plan_fact(5, 1, supplier=1),
    ]

    record = await record_by(reporting_store, *merged(), *plans)

    kept = [event.subject.id for event in behind(record, "plans_by_state", "open")]
    assert kept == [a_plan_id(2), a_plan_id(4), a_plan_id(5)]
    assert record.figure("plans_by_state").total == 3
    assert record.loose_ends.merged_plans == 2


async def test_a_dossier_of_a_merged_supplier_gives_way_to_that_of_the_one_that_stands(
    reporting_store: Store,
) -> None:
    dossiers = [an_exit_fact(1, 9, "ending"), an_exit_fact(3, 1, "kept")]

    record = await record_by(reporting_store, *merged(), *dossiers)

    assert record.figure("exits_by_state").total == 1
    assert record.figure("exits_by_state").value("kept") == 1


async def test_a_contradiction_told_of_both_records_is_one(reporting_store: Store) -> None:
    told = [a_risk_fact(n, 1, contradictions=[a_contradiction(1, 2)]) for n in (1, 3)]

    record = await record_by(reporting_store, *merged(), *told)

    (event,) = behind(record, "contradictions_open", "open")
    assert (event.part, event.subject.label) == (str(a_case_id(2)), "Standing")


async def test_the_only_name_of_a_complaint_is_its_id(reporting_store: Store) -> None:
    record = await record_by(reporting_store, *merged(), a_case_fact(1, suppliers=[3]))

    (event,) = behind(record, "complaints_by_stage", "received")
    assert (event.subject.label, event.part) == (str(a_case_id(1)), "")


async def test_a_plan_is_overdue_by_the_notice_on_its_present_date_and_only_while_open(
    reporting_store: Store,
) -> None:
    moved = a_plan_fact(3, 2, due_on=date(2027, 1, 1))
    record = await record_by(
        reporting_store,
        a_plan_fact(1),
        a_due_fact(1, escalation=0),
        a_due_fact(1, escalation=1),
        a_plan_fact(2, 1, state="closed-on-paper"),
        a_due_fact(2),
        moved,
        a_due_fact(3),
        a_plan_fact(4),
        a_due_fact(4, "due"),
    )

    (event,) = behind(record, "plans_by_state", "overdue")
    assert (event.subject.id, event.version, event.event.topic) == (
        a_plan_id(1),
        None,
        "action-plan-due",
    )
    assert event.event.sequence == 3  # the latest escalation
    assert record.figure("plans_by_state").value("open") == 2
    assert record.loose_ends.stray_notices == 1
