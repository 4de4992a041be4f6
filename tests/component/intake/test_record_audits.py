"""Audits on a real database: told once, of the right supplier, whichever comes first."""

import asyncio

import pytest
from sorgfalt_contracts.events import AuditCompleted
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import derived_id

from services.intake.handlers import take_reports
from services.intake.handlers.record_audits import record_audits
from shared.store.bisect import apply_or_refuse
from shared.store.pool import Store
from shared.store.transaction import Transaction
from tests.component.intake.builders import (
    OTHER_COMPANY,
    Left,
    a_report_to,
    caused,
    facts,
    known,
    take,
    take_audits,
    work_of,
)
from tests.unit.intake.builders import COMPANY, a_key, a_site, an_audit, an_lei


async def audits_left(store: Store) -> list[Left]:
    return [fact for fact in await facts(store) if fact.topic == "audit-completed"]


async def test_audit_of_a_known_supplier_leaves_under_its_id_and_nothing_else_does(
    store: Store,
) -> None:
    await take(store, a_report_to(lei=an_lei(1), sites=(a_site("W1"),)))
    before = await facts(store)
    (outcome,) = await take_audits(store, an_audit(site_number="W1", held_on="2022-09"))
    (supplier,) = before
    (audit,) = [fact for fact in await facts(store) if fact not in before]
    body = AuditCompleted.model_validate(audit.body)
    assert (audit.topic, audit.key, str(body.supplier_id)) == (
        "audit-completed",
        supplier.key,
        supplier.key,
    )
    assert str(body.site_id) == supplier.body["sites"][0]["site_id"]
    assert (body.held_on, body.result) == ("2022-09", None)
    assert (outcome.verdict, outcome.reasons) == ("recorded", ("completed",))
    assert (outcome.fact_ids, str(outcome.supplier_id)) == ((audit.event_id,), supplier.key)


async def test_audit_before_its_supplier_opens_it_with_nothing_known(store: Store) -> None:
    (outcome,) = await take_audits(store, an_audit())
    audit, supplier = sorted(await facts(store), key=lambda fact: fact.topic)
    assert audit.key == supplier.key == str(derived_id("supplier", "erp", "S4P/100/4711"))
    assert (supplier.body["version"], supplier.body["name"], supplier.body["relation"]) == (
        1,
        None,
        None,
    )
    assert supplier.body["records"] == [{"system": "S4P", "client": "100", "number": "4711"}]
    assert outcome.reasons == ("completed", "opened", "founded")
    assert outcome.fact_ids == (audit.event_id, supplier.event_id)


async def test_supplier_that_comes_after_its_audit_is_the_same_supplier(store: Store) -> None:
    await take_audits(store, an_audit())
    await take(store, a_report_to(name="Alto", lei=an_lei(1)))
    (audit,) = await audits_left(store)
    (supplier,) = await known(store)
    assert (supplier["supplier_id"], supplier["version"], supplier["name"]) == (
        audit.key,
        2,
        "Alto",
    )


async def test_supplier_of_an_audit_that_is_merged_away_points_to_the_one_that_stands(
    store: Store,
) -> None:
    await take(store, a_report_to(key=a_key("2"), lei=an_lei(1)))
    await take_audits(store, an_audit(a_key("1")))
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1)))
    (audit,) = await audits_left(store)
    (standing,) = await known(store)
    pointers = [fact.body for fact in await facts(store) if fact.body.get("superseded_by")]
    assert [(p["supplier_id"], p["superseded_by"]) for p in pointers] == [
        (audit.key, standing["supplier_id"])
    ]


async def test_audit_after_a_merge_is_told_of_the_supplier_that_stands(store: Store) -> None:
    await take(store, a_report_to(key=a_key("1")), a_report_to(key=a_key("2"), lei=an_lei(1)))
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1)))
    await take_audits(store, an_audit(a_key("1")))
    (audit,) = await audits_left(store)
    (standing,) = await known(store)
    assert audit.key == standing["supplier_id"]


async def test_same_audit_again_is_no_news_whether_in_one_batch_or_later(store: Store) -> None:
    first, again = await take_audits(store, an_audit(), an_audit())
    before = await facts(store)
    (later,) = await take_audits(store, an_audit(), start=7)
    assert await facts(store) == before
    assert len(await audits_left(store)) == 1
    assert first.verdict == "recorded"
    for repeat in (again, later):
        assert (repeat.verdict, repeat.reasons, repeat.fact_ids) == (
            "unchanged",
            ("repeated",),
            (),
        )
        assert repeat.supplier_id == first.supplier_id


async def test_same_audit_after_a_merge_is_still_no_news(store: Store) -> None:
    await take(store, a_report_to(key=a_key("2"), lei=an_lei(1)))
    await take_audits(store, an_audit(a_key("1")))
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1)))
    (again,) = await take_audits(store, an_audit(a_key("1")), start=7)
    (audit,) = await audits_left(store)
    assert (again.verdict, str(again.supplier_id)) == ("unchanged", audit.key)


@pytest.mark.parametrize("is_stored", [True, False])
async def test_number_that_stands_for_something_else_is_refused_alone(
    store: Store, *, is_stored: bool
) -> None:
    if is_stored:
        await take_audits(store, an_audit(result="1"), start=7)
    batch = [
        an_audit(result="1"),
        an_audit(a_key("4712"), result="1"),
        an_audit(audit_number="A-2"),
        an_audit(result="2"),
    ]
    async with store.transaction({COMPANY}) as tx:
        refused = await apply_or_refuse(tx, work_of(batch), record_audits)
    assert [each.work.command for each in refused] == [batch[1], batch[3]]
    assert {(each.fault.reason, each.fault.where) for each in refused} == {
        (DeadLetterReason.ALREADY_TAKEN, "audit_number")
    }
    assert {fact.body["result"] for fact in await audits_left(store)} == {"1", None}
    assert len(await known(store)) == 1  # the refused one opened nothing


async def test_audit_of_one_company_is_nothing_to_another(store: Store) -> None:
    await take_audits(store, an_audit(result="1"), an_audit(company_id=OTHER_COMPANY, result="2"))
    left = await audits_left(store)
    assert {(fact.company_id, fact.body["result"]) for fact in left} == {
        (COMPANY, "1"),
        (OTHER_COMPANY, "2"),
    }
    async with store.reading([OTHER_COMPANY]) as connection:
        assert await connection.fetchval("select count(*) from audits") == 1


async def test_same_number_told_twice_at_the_same_moment_stands_once(store: Store) -> None:
    told = [an_audit(result=result) for result in "1212"]
    ended = await asyncio.gather(
        *(take_audits(store, audit, start=n) for n, audit in enumerate(told)),
        return_exceptions=True,
    )
    (audit,) = await audits_left(store)
    standing = audit.body["result"]
    for outcome, report in zip(ended, told, strict=True):
        assert isinstance(outcome, BadEventError) == (report.result != standing)


async def test_supplier_and_audit_of_one_request_find_each_other_in_either_order(
    store: Store,
) -> None:
    work = [
        caused(an_audit(), "e-1"),
        caused(a_report_to(lei=an_lei(1), name="Alto"), "e-2"),
    ]
    async with store.transaction({COMPANY}) as tx:
        audit, supplier = await take_reports.take_reports(tx, work)
    assert audit.reasons == ("completed",)
    assert audit.supplier_id == supplier.supplier_id == derived_id("supplier", "lei", an_lei(1))


async def test_batch_of_audits_takes_the_same_number_of_statements_whatever_its_size(
    store: Store,
) -> None:
    await take(store, *(a_report_to(key=a_key(str(number))) for number in range(40)))
    counts = [await statements_of(store, range(1)), await statements_of(store, range(1, 40))]
    assert counts == [2, 2]


async def statements_of(store: Store, numbers: range) -> int:
    """Return how many statements a batch of audits, one a number, sends to the database."""
    audits = [an_audit(a_key(str(n)), audit_number=f"A-{n}") for n in numbers]
    sent: list[str] = []
    async with store.pool.acquire() as driver, driver.transaction():
        await driver.execute(f"set local sorgfalt.companies = '{{{COMPANY}}}'")
        with driver.query_logger(lambda record: sent.append(record.query)):
            await record_audits(Transaction(driver), work_of(audits))
    return len(sent)
