"""Files on a real database: every row once, all that it says, and nothing on a guess."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sorgfalt_contracts.events import AuditCompleted, SupplierUpdated
from sorgfalt_contracts.terms import derived_id

from services.intake.api.files import CHUNK, FileDoor, FileKind, Received, read_file
from services.intake.domain.register import register_keys
from services.intake.store.packs import load_audit_words, load_countries
from shared.store.pool import Store
from tests.component.intake.builders import OTHER_COMPANY, facts, known
from tests.component.intake.test_api import client_of, make_door
from tests.unit.intake.builders import COMPANY

AUDITS = Path(__file__).with_name("audits.csv").read_bytes()
WORDS, COUNTRIES = load_audit_words(), load_countries()
MORNING = datetime(2026, 3, 9, 6, tzinfo=UTC)


async def take(
    store: Store,
    content: bytes,
    kind: FileKind = FileKind.AUDITS,
    *,
    source: str = "/files/audits",
    is_trial: bool = False,
    hour: int = 0,
    progress: Callable[[int], None] = lambda _: None,
) -> Received:
    sent = read_file(content, kind, source, WORDS, COUNTRIES)
    door = FileDoor(store.transaction, COMPANY, lambda: MORNING + timedelta(hours=hour))
    return await door.take(sent, is_trial=is_trial, progress=progress)


def counts(received: Received) -> tuple[int, int, int]:
    return received.taken, received.repeated, received.refused


async def bodies(store: Store, topic: str) -> list[dict[str, Any]]:
    return [fact.body for fact in await facts(store) if fact.topic == topic]


async def statements(store: Store, **asked: str) -> dict[str, Any]:
    async with client_of(make_door(store), store) as client:
        answer = await client.get("/audit-statements", params=asked)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_audits_and_awards_leave_as_facts_and_the_rest_stays_as_statements(
    store: Store,
) -> None:
    received = await take(store, AUDITS)
    assert counts(received) == (8, 0, 0)
    assert (received.became, received.undated) == ({"audit": 3, "award": 3, "statement": 2}, 3)
    left = [AuditCompleted.model_validate(body) for body in await bodies(store, "audit-completed")]
    assert {(a.audit_id, a.kind, a.scheme, a.held_on, a.date_means, a.result) for a in left} == {
        (derived_id("audit", register, "public", number), kind, scheme, held_on, means, result)
        for register, number, kind, scheme, held_on, means, result in (
            ("irma", "INV-01", "audit", "irma", "2023", "year", "IRMA 75"),
            ("irma", "INV-02", "audit", "irma", "2024-02-16", "report-released", "IRMA 75"),
            ("irma", "INV-03", "audit", "irma", None, None, None),
            ("copper-mark", "INV-04", "award", "copper-mark", "2022-09", "held-as-of", "awarded"),
            ("copper-mark", "INV-05", "award", "copper-mark", None, None, "awarded"),
            (
                "copper-mark", "INV-06", "award", "molybdenum-mark", "2021-09-02",
                "reported-on-or-before", "awarded",
            ),
        )
    }  # fmt: skip


async def test_operator_of_several_sites_is_one_supplier_and_a_site_in_two_rows_is_one(
    store: Store,
) -> None:
    await take(store, AUDITS)
    found = {supplier["name"]: supplier for supplier in await known(store)}
    assert {name: len(each["sites"]) for name, each in found.items()} == {
        "Minera Inventada": 2, "Huta Wymyślona": 3, "Made Up Resources": 1, "Kuviteltu Oy": 1,
    }  # fmt: skip
    for body in found.values():
        supplier = SupplierUpdated.model_validate(body)
        assert (supplier.relation, supplier.country) == ("presumed", None)
    assert found["Made Up Resources"]["sites"][0]["country"] == "CD"
    assert found["Made Up Resources"]["materials"] == ["cobalt", "copper"]
    of_minera = {site["site_id"] for site in found["Minera Inventada"]["sites"]}
    audited = [b for b in await bodies(store, "audit-completed") if b["scheme"] == "irma"]
    assert {audit["site_id"] for audit in audited} == of_minera
    assert {audit["supplier_id"] for audit in audited} == {found["Minera Inventada"]["supplier_id"]}


async def test_operators_id_is_that_of_its_own_number_whichever_site_comes_first(
    store: Store,
) -> None:
    header, *rows = AUDITS.decode().splitlines()
    await take(store, "\n".join([header, *reversed(rows[3:])]).encode())
    keys = register_keys("copper-mark", "public", operator="Huta Wymyślona", site="", country="")
    found = {supplier["name"]: supplier["supplier_id"] for supplier in await known(store)}
    expected = derived_id("supplier", "erp", keys.record.text)
    assert found["Huta Wymyślona"] == str(expected)


async def test_name_alone_never_ties_an_operator_to_a_supplier_that_is_known(store: Store) -> None:
    content = b"system,client,number,name,country\nS4P,100,1,Minera Inventada,CL\n"
    await take(store, content, FileKind.SUPPLIERS)
    await take(store, AUDITS)
    named = [each["records"] for each in await known(store) if each["name"] == "Minera Inventada"]
    assert sorted(len(records) for records in named) == [1, 2]


async def test_statement_holds_everything_its_row_says(store: Store) -> None:
    await take(store, AUDITS)
    found = await statements(store, kind="commitment")
    (statement,) = found["statements"]
    assert (found["next"], statement["audit_id"], statement["source"]) == (
        None,
        None,
        "/files/audits",
    )
    assert statement["cells"] == {
        "event_id": "INV-07", "scheme": "Copper Mark", "site": "Metal Wymarzony",
        "operator": "Made Up Resources", "country": "CD", "commodity": "copper, cobalt",
        "event_type": "commitment", "result": "committed", "event_date": "2024-09-12",
        "date_meaning": "announced", "source_url": "https://example.org/7",
    }  # fmt: skip
    suppliers = {s["name"]: s["supplier_id"] for s in await known(store)}
    assert statement["supplier_id"] == suppliers["Made Up Resources"]
    of_minera = await statements(store, supplier_id=suppliers["Minera Inventada"])
    assert len(of_minera["statements"]) == 3


async def test_trial_tells_what_would_be_and_keeps_nothing(store: Store) -> None:
    tried = await take(store, AUDITS, is_trial=True)
    assert counts(tried) == (8, 0, 0)
    assert await facts(store) == []
    assert (await statements(store))["statements"] == []
    assert counts(await take(store, AUDITS)) == (8, 0, 0)


async def test_long_file_is_taken_in_transactions_of_bounded_size(store: Store) -> None:
    rows = b"".join(b"S4P,100,%d,Alto\n" % number for number in range(CHUNK + 1))
    moved: list[int] = []
    received = await take(
        store,
        b"system,client,number,name\n" + rows,
        FileKind.SUPPLIERS,
        progress=moved.append,
    )
    assert (counts(received), moved) == ((CHUNK + 1, 0, 0), [CHUNK, 1])
    assert await store.pool.fetchval("select count(distinct xmin::text) from outbox") == 2


async def test_row_that_no_topic_could_hold_is_refused_alone(store: Store) -> None:
    site = b"S4P,100,1,%d,CL," + b"x" * 500 + b"\n"
    rows = b"".join(site % number for number in range(1_990)) + b"S4P,100,2,1,CL,Mill\n"
    content = b"system,client,number,site_number,site_country,site_name\n" + rows
    received = await take(store, content, FileKind.SUPPLIERS)
    assert counts(received) == (1, 0, 1_990)
    assert {fault.reason.value for fault in received.faults} == {"too-large"}


async def test_page_of_statements_leads_to_the_next(store: Store) -> None:
    header, row = AUDITS.decode().splitlines()[0], "X-{},Zinc Mark,S,O,FI,,,application,,,,,"
    rows = [row.format(number) for number in range(501)]
    await take(store, "\n".join([header, *rows]).encode())
    first = await statements(store)
    rest = await statements(store, after=first["next"])
    assert (len(first["statements"]), len(rest["statements"]), rest["next"]) == (500, 1, None)


@pytest.mark.parametrize("question", ["kind=Big", "after=1", "unheard=1"])
async def test_question_for_statements_that_cannot_be_understood_is_refused(
    store: Store, question: str
) -> None:
    async with client_of(make_door(store), store) as client:
        answer: httpx.Response = await client.get(f"/audit-statements?{question}")
    assert answer.status_code == 422


async def test_statements_of_another_company_are_not_seen(store: Store) -> None:
    await take(store, AUDITS)
    async with client_of(make_door(store), store, OTHER_COMPANY) as client:
        answer = await client.get("/audit-statements")
    assert answer.json() == {"statements": [], "next": None}
