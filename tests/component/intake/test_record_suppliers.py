"""The handler on a real database: what leaves, what does not, and that order changes nothing."""

import asyncio
import random
from typing import Any
from uuid import UUID

import pytest
from sorgfalt_contracts.events import SupplierUpdated
from sorgfalt_contracts.faults import DeadLetterReason
from sorgfalt_contracts.terms import SupplierId, derived_id

from services.intake.domain.report import ReportSupplier
from services.intake.handlers.record_suppliers import record_and_answer, record_suppliers
from shared.store.bisect import apply_or_refuse
from shared.store.pool import UNAVAILABLE, Store
from tests.component.intake.builders import (
    OTHER_COMPANY,
    a_report_to,
    facts,
    known,
    take,
    work_of,
)
from tests.component.intake.conftest import MakeStore
from tests.unit.intake.builders import COMPANY, a_bpn, a_key, a_site, an_lei, hours, interleaved


def lei_id(number: int) -> SupplierId:
    return SupplierId(derived_id("supplier", "lei", an_lei(number)))


async def test_first_report_leaves_as_a_fact_that_the_contract_accepts(store: Store) -> None:
    await take(
        store,
        a_report_to(
            name="Alto", lei=an_lei(1), materials=("copper",), sites=(a_site(latitude=-23.5),)
        ),
    )
    (fact,) = await facts(store)
    read = SupplierUpdated.model_validate(fact.body)
    assert fact.key == str(read.supplier_id) == str(lei_id(1))
    assert (read.version, read.name, fact.company_id) == (1, "Alto", COMPANY)
    assert set(read.statements) == {"name", "lei", "materials", "sites"}


async def test_unchanged_nightly_dump_emits_nothing(store: Store) -> None:
    said: dict[str, Any] = {
        "name": "Alto",
        "sites": (a_site(latitude=-23.5, longitude=0.1),),
        "lei": an_lei(1),
    }
    await take(store, a_report_to(at=hours(1), **said))
    before = await facts(store)
    await take(store, a_report_to(at=hours(24), **said))
    await take(store, a_report_to(at=hours(48), **said))
    assert await facts(store) == before


async def test_late_report_is_measured_against_what_was_heard_last_night(store: Store) -> None:
    await take(store, a_report_to(at=hours(1), name="Alto"))
    await take(store, a_report_to(at=hours(24), name="Alto"))
    await take(store, a_report_to(at=hours(2), name="Bajo"))
    assert [each["name"] for each in await known(store)] == ["Alto"]


async def test_change_leaves_with_the_next_version_and_names_its_cause(store: Store) -> None:
    await take(store, a_report_to(at=hours(1), name="Alto"))
    await take(
        store,
        a_report_to(at=hours(2), name="Alto"),
        a_report_to(at=hours(3), name="Bajo"),
        a_report_to(at=hours(4), name="Bajo"),
    )
    await take(store, a_report_to(at=hours(24), name="Bajo"))
    first, second = await facts(store)
    assert (first.body["version"], second.body["version"]) == (1, 2)
    assert (second.body["name"], second.causation_id) == ("Bajo", "e-1")


async def test_two_numbers_of_one_company_are_linked(store: Store) -> None:
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1), name="Alto"))
    await take(store, a_report_to(key=a_key("2", "R3"), at=hours(1), lei=an_lei(1), country="CL"))
    (supplier,) = await known(store)
    assert [record["number"] for record in supplier["records"]] == ["2", "1"]
    assert (supplier["name"], supplier["country"], supplier["version"]) == ("Alto", "CL", 2)


async def test_report_that_ties_two_suppliers_supersedes_one_and_moves_its_records(
    store: Store,
) -> None:
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1), name="Alto"))
    await take(store, a_report_to(key=a_key("2"), bpn=a_bpn(2), country="CL"))
    await take(store, a_report_to(key=a_key("3"), lei=an_lei(1), bpn=a_bpn(2)))
    (survivor,) = await known(store)
    assert survivor["supplier_id"] == str(lei_id(1))
    assert [record["number"] for record in survivor["records"]] == ["1", "2", "3"]
    merged_away = derived_id("supplier", "bpn", a_bpn(2))
    last = [fact.body for fact in await facts(store) if fact.key == str(merged_away)][-1]
    assert last == {
        "company_id": str(COMPANY),
        "supplier_id": str(merged_away),
        "version": 2,
        "superseded_by": str(lei_id(1)),
        "name": None, "country": None, "relation": None, "lei": None, "bpn": None,
        "materials": [], "sites": [], "block": None, "records": [], "statements": {},
    }  # fmt: skip


async def test_second_merge_tells_all_that_were_merged_before_who_stands_now(store: Store) -> None:
    await take(store, a_report_to(key=a_key("1")))
    await take(store, a_report_to(key=a_key("2"), bpn=a_bpn(2)))
    await take(store, a_report_to(key=a_key("1"), bpn=a_bpn(2)))
    await take(store, a_report_to(key=a_key("3"), lei=an_lei(3)))
    await take(store, a_report_to(key=a_key("2"), lei=an_lei(3)))
    last = {fact.key: fact.body["superseded_by"] for fact in await facts(store)}
    assert last == {
        str(derived_id("supplier", "erp", "S4P/100/1")): str(lei_id(3)),
        str(derived_id("supplier", "bpn", a_bpn(2))): str(lei_id(3)),
        str(lei_id(3)): None,
    }


async def test_report_of_a_superseded_number_reaches_the_survivor(store: Store) -> None:
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1)))
    await take(store, a_report_to(key=a_key("2")))
    await take(store, a_report_to(key=a_key("2"), at=hours(1), lei=an_lei(1)))
    await take(store, a_report_to(key=a_key("2"), at=hours(2), name="Alto"))
    (survivor,) = await known(store)
    assert (survivor["supplier_id"], survivor["name"]) == (str(lei_id(1)), "Alto")


async def test_merge_within_one_company_reaches_another_with_its_next_report(store: Store) -> None:
    """Identity is installation-wide, but a transaction sees the rows of its companies alone."""
    theirs = a_report_to(OTHER_COMPANY, a_key("2"), name="Alto")
    await take(store, theirs)
    await take(store, a_report_to(key=a_key("1"), lei=an_lei(1)))
    await take(store, a_report_to(key=a_key("2"), lei=an_lei(1)))
    await take(store, theirs)
    (survivor,) = await known(store, [OTHER_COMPANY])
    assert (survivor["supplier_id"], survivor["name"]) == (str(lei_id(1)), "Alto")
    last = [fact for fact in await facts(store) if fact.company_id == OTHER_COMPANY]
    assert {fact.body["superseded_by"] for fact in last} == {None, str(lei_id(1))}


async def test_what_one_company_is_told_stays_with_it(store: Store) -> None:
    await take(
        store,
        a_report_to(COMPANY, a_key("1"), lei=an_lei(1), name="Alto"),
        a_report_to(OTHER_COMPANY, a_key("2"), lei=an_lei(1), country="CL"),
    )
    (ours,), (theirs,) = await known(store), await known(store, [OTHER_COMPANY])
    assert ours["supplier_id"] == theirs["supplier_id"]
    assert (ours["name"], ours["country"]) == ("Alto", None)
    assert (theirs["name"], theirs["country"]) == (None, "CL")


async def test_handler_run_twice_equals_once(store: Store) -> None:
    reports = some_reports(random.Random(1))
    await take(store, *reports)
    suppliers, left = await known(store), await facts(store)
    last = {(report.company_id, report.key): report for report in reports}
    await take(store, *last.values())
    assert (await known(store), await facts(store)) == (suppliers, left)


@pytest.mark.parametrize("seed", range(3))
async def test_permuted_and_recut_batches_end_in_the_same_suppliers(
    make_store: MakeStore, seed: int
) -> None:
    reports = some_reports(random.Random(seed))
    places = random.Random(-seed).sample(range(len(reports)), len(reports))
    shuffled = interleaved(reports, places)
    one, other = await make_store(), await make_store()
    await take(one, *FOUNDERS, *reports)
    await take(other, *FOUNDERS)
    for start in range(0, len(shuffled), 7):
        await take(other, *shuffled[start : start + 7])
    assert without_versions(await known(one)) == without_versions(await known(other))


async def test_concurrent_batches_that_merge_and_overlap_end_as_one_after_the_other(
    make_store: MakeStore,
) -> None:
    """Every value is said once: when the same was first said depends on one record's order."""
    names = [
        a_report_to(key=a_key(str(number % 20)), at=hours(number), name=f"name {number}")
        for number in range(80)
    ]
    ties = [
        a_report_to(key=a_key(str(number)), at=hours(100 + number), lei=an_lei(1 + number % 4))
        for number in range(20)
    ]
    reports = random.Random(7).sample(names + ties, 100)
    one, other = await make_store(), await make_store()
    await take(one, *FOUNDERS, *reports)
    await take(other, *FOUNDERS)
    parts = [reports[start::16] for start in range(16)]
    await asyncio.gather(*(take_until_it_works(other, part) for part in parts))
    assert without_versions(await known(one)) == without_versions(await known(other))


async def take_until_it_works(store: Store, reports: list[ReportSupplier]) -> None:
    """Take a batch as the consumer does: what the database rolls back is tried again."""
    while True:
        try:
            return await take(store, *reports)
        except UNAVAILABLE:
            continue


async def test_supplier_that_no_topic_could_hold_is_refused_alone(store: Store) -> None:
    long = "x" * 450
    sites = tuple(a_site(f"{number:04d}", name=long) for number in range(1_900))
    big = a_report_to(key=a_key("1"), sites=sites)
    async with store.transaction({COMPANY}) as tx:
        refused = await apply_or_refuse(
            tx, work_of([big, a_report_to(key=a_key("2"), name="Alto")]), record_suppliers
        )
    assert [(r.work.command.key, r.fault.reason) for r in refused] == [
        (a_key("1"), DeadLetterReason.TOO_LARGE)
    ]
    assert [each["name"] for each in await known(store)] == ["Alto"]


async def test_answers_say_what_became_of_each_report(store: Store) -> None:
    reports = [
        a_report_to(at=hours(2), name="Alto"),
        a_report_to(at=hours(3), name="Alto"),
        a_report_to(at=hours(1), name="Bajo"),
    ]
    async with store.transaction({COMPANY}) as tx:
        first, again, late = await record_and_answer(tx, work_of(reports))
    (fact,) = await facts(store)
    assert (first.verdict, first.fact_ids) == ("recorded", (fact.event_id,))
    assert first.reasons == ("opened", "said", "founded")
    assert (again.verdict, again.reasons, again.fact_ids) == ("unchanged", ("restated",), ())
    assert (late.verdict, late.reasons, late.fact_ids) == ("unchanged", ("late",), ())
    assert UUID(fact.key) == first.supplier_id == again.supplier_id


FOUNDERS = [a_report_to(key=a_key(f"f{number}"), lei=an_lei(number)) for number in range(1, 5)]
"""Every LEI is known first: the id of a supplier is that of the first strong number heard."""


def some_reports(draw: random.Random) -> list[ReportSupplier]:
    """Reports of 30 records that clash, restate, come late, and tie each other together."""
    reports = []
    for _ in range(60):
        said: dict[str, Any] = {"name": draw.choice(["Alto", "Bajo", None])}
        if draw.random() < 0.3:
            said["lei"] = an_lei(draw.randrange(1, 5))
        if draw.random() < 0.4:
            said["sites"] = (a_site(draw.choice("AB"), materials=(draw.choice(["tin", "gold"]),)),)
        key = a_key(str(draw.randrange(30)), draw.choice(["S4P", "R3"]))
        reports.append(a_report_to(key=key, at=hours(draw.randrange(6)), **said))
    return reports


def without_versions(suppliers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**supplier, "version": None} for supplier in suppliers]
