"""Files that come again, whole or in part: what was taken stands, what was mended counts."""

from sorgfalt_contracts.terms import derived_id

from services.intake.api.files import FileKind
from shared.store.pool import Store
from tests.component.intake.builders import facts, known
from tests.component.intake.test_imports import AUDITS, counts, statements, take

SUPPLIERS = (
    b"system;client;number;name;country;lei;site_number;site_name;site_country\n"
    b"S4P;100;1;Alto;China;;W1;Smelter;CHINA\n"
    b"S4P;100;1;;;;W2;Mill;CN\n"
    b"S4P;100;2;Bajo;Atlantis;;;;\n"
    b"S4P;100;3;Cerro;;;;;\n"
)


async def test_same_file_twice_has_one_effect(store: Store) -> None:
    await take(store, AUDITS)
    before = await facts(store)
    again = await take(store, b"\xef\xbb\xbf" + AUDITS, hour=1)
    assert counts(again) == (0, 8, 0)
    assert await facts(store) == before


async def test_mended_row_of_a_supplier_counts(store: Store) -> None:
    first = await take(store, SUPPLIERS, FileKind.SUPPLIERS)
    assert counts(first) == (3, 0, 1)
    mended = SUPPLIERS.replace(b"Atlantis", b"PE").replace(b"Alto", b"Alto Nuevo")
    second = await take(store, mended, FileKind.SUPPLIERS, hour=1)
    assert counts(second) == (3, 1, 0)
    found = {supplier["records"][0]["number"]: supplier for supplier in await known(store)}
    assert (found["1"]["name"], found["1"]["country"], len(found["1"]["sites"])) == (
        "Alto Nuevo",
        "CN",
        2,
    )
    assert found["2"]["country"] == "PE"
    assert (found["1"]["version"], found["3"]["version"]) == (2, 1)


async def test_audit_told_otherwise_later_is_refused_and_the_first_stands(store: Store) -> None:
    await take(store, AUDITS)
    before = await facts(store)
    mended = await take(store, AUDITS.replace(b"IRMA 75,2023", b"IRMA 50,2023"), hour=1)
    assert counts(mended) == (0, 7, 1)
    assert [(f.row, f.column, f.reason.value) for f in mended.faults] == [
        (2, "event_id", "already-taken")
    ]
    assert await facts(store) == before
    assert len((await statements(store))["statements"]) == 8


async def test_row_that_says_more_of_the_same_audit_is_one_more_statement(store: Store) -> None:
    await take(store, AUDITS)
    before = await facts(store)
    assert counts(await take(store, AUDITS.replace(b"second line", b"more"), hour=1)) == (1, 7, 0)
    assert await facts(store) == before
    number = str(derived_id("audit", "irma", "public", "INV-01"))
    (one, other) = (await statements(store, audit_id=number))["statements"]
    assert {one["cells"]["note"], other["cells"]["note"]} == {
        "first line\nsecond line",
        "first line\nmore",
    }


async def test_row_that_stands_twice_in_one_file_counts_once(store: Store) -> None:
    last = AUDITS.splitlines(keepends=True)[-1]
    assert counts(await take(store, AUDITS + last)) == (8, 1, 0)
    assert len((await statements(store))["statements"]) == 8


async def test_what_another_source_says_in_the_same_words_is_a_statement_of_its_own(
    store: Store,
) -> None:
    await take(store, AUDITS)
    before = await facts(store)
    assert counts(await take(store, AUDITS, source="/files/other", hour=1)) == (8, 0, 0)
    assert await facts(store) == before
    said = (await statements(store))["statements"]
    assert sorted(each["source"] for each in said) == ["/files/audits"] * 8 + ["/files/other"] * 8
