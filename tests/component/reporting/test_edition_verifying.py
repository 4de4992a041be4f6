import asyncpg
import pytest

from services.reporting.handlers.read_editions import verify_document, verify_edition
from services.reporting.store import Q
from services.reporting.translate import compress, decompress, digest
from shared.store.pool import Store
from tests.component.reporting.freezing import LKSG, freeze_now, seven_suppliers
from tests.unit.reporting.builders import COMPANY, a_supplier_fact


@pytest.fixture
async def three_editions(reporting_store: Store) -> Store:
    log = await seven_suppliers(reporting_store)
    for number in (1, 2, 3):
        await log.take(a_supplier_fact(7 + number))
        await freeze_now(reporting_store, number)
    return reporting_store


async def as_a_forger(owner_dsn: str, statement: str, *arguments: object) -> None:
    """Change editions as only somebody can who owns the database and sets its guards aside."""
    owner = await asyncpg.connect(owner_dsn)
    try:
        async with owner.transaction():
            await owner.execute("alter table editions disable trigger all")
            await owner.execute(f"set local sorgfalt.companies = '{{{COMPANY}}}'")
            await owner.execute(statement, *arguments)
            await owner.execute("alter table editions enable trigger all")
    finally:
        await owner.close()


async def document_of(store: Store, number: int) -> bytes:
    async with store.reading([COMPANY]) as connection:
        row = await connection.fetchrow(Q.read_edition, COMPANY, LKSG, number)
    assert row
    return decompress(row["document"])


async def fault(store: Store, number: int) -> str | None:
    async with store.reading([COMPANY]) as connection:
        return await verify_edition(connection, COMPANY, LKSG, number)


async def test_a_chain_that_nobody_touched_holds(three_editions: Store) -> None:
    assert [await fault(three_editions, number) for number in (1, 2, 3)] == [None, None, None]


async def test_bytes_altered_in_the_database_are_found(
    three_editions: Store, new_database: tuple[str, str]
) -> None:
    altered = (await document_of(three_editions, 2)).replace(b"Pit 1", b"Pit 9")
    await as_a_forger(
        new_database[0], "update editions set document = $1 where number = 2", compress(altered)
    )

    assert await fault(three_editions, 1) is None
    assert await fault(three_editions, 3) == (
        "The bytes of edition 2 do not have the SHA-256 on record: they were altered."
    )


async def test_bytes_altered_with_all_their_hashes_break_the_chain(
    three_editions: Store, new_database: tuple[str, str]
) -> None:
    document = await document_of(three_editions, 2)
    start = document.index(b'"record":') + len(b'"record":')
    content = document[start:-1]
    forged = content.replace(b"Pit 1", b"Pit 9")
    altered = document.replace(content, forged).replace(
        digest(content).encode(), digest(forged).encode()
    )
    await as_a_forger(
        new_database[0],
        "update editions set document = $1, sha256 = $2, content_sha256 = $3 where number = 2",
        *(compress(altered), digest(altered), digest(forged)),
    )

    assert await fault(three_editions, 2) is None
    assert await fault(three_editions, 3) == (
        "Edition 3 names another SHA-256 for edition 2 than it has."
    )


async def test_bytes_that_cannot_be_opened_are_found(
    three_editions: Store, new_database: tuple[str, str]
) -> None:
    await as_a_forger(new_database[0], "update editions set document = 'nothing' where number = 1")

    assert await fault(three_editions, 1) == (
        "The bytes of edition 1 do not have the SHA-256 on record: they were altered."
    )


async def test_a_removed_edition_is_found(
    three_editions: Store, new_database: tuple[str, str]
) -> None:
    await as_a_forger(new_database[0], "delete from editions where number = 2")

    assert await fault(three_editions, 3) == "Edition 2 is missing."


async def test_a_file_is_the_edition_it_says_it_is_or_it_is_not(three_editions: Store) -> None:
    document = await document_of(three_editions, 2)

    async def fault_of(file: bytes) -> str | None:
        async with three_editions.reading([COMPANY]) as connection:
            return await verify_document(connection, COMPANY, file)

    assert await fault_of(document) is None
    assert await fault_of(document.replace(b"Pit 1", b"Pit 9")) == (
        "The file is not edition 2 as it is on record: its SHA-256 differs."
    )
    assert await fault_of(b"{}") == "The file is no frozen document of a known format."


async def test_a_file_of_another_company_is_not_on_record(three_editions: Store) -> None:
    document = await document_of(three_editions, 2)

    async with three_editions.reading([]) as connection:
        said = await verify_document(connection, COMPANY, document)

    assert said == "No edition 2 of lksg-10-1 of this company is on record."
