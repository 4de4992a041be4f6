"""A stolen copy of the database opens nothing."""

import base64
import os
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise

import pytest

from infra.local.stack import Stack
from services.grievance.domain.entry import Entry, EntryKind
from services.grievance.store.vault import CaseKey, SealedError, Vault
from tests.component.grievance.counter import Counter
from tests.unit.grievance.builders import COMPANY

TEXT = "Zwitscherlicht hat uns nachts eingesperrt"
PERSON = "Philomena Quastenflosser"
PHONE = "+49 151 70099123"
ANSWER = "Mondkalbschatten war dabei"
PLANTED = "Leckstelle-Amsel"


def spellings(word: str) -> Iterator[bytes]:
    """Yield a word as it may stand in bytes: three encodings, plain, hex and base64."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = word.encode(encoding)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for offset in range(3):  # what of it does not depend on its neighbours
            coded = base64.b64encode(b"\0" * offset + plain)
            yield coded[(offset * 8 + 5) // 6 : -4]


def found(dump: bytes, *words: str) -> set[str]:
    return {word for word in words if any(each in dump for each in spellings(word))}


def evidence(dump: bytes) -> bytes:
    """Return a dump and, behind it, all the bytes that it writes in hexadecimal."""
    blobs = re.findall(rb"\\x((?:[0-9a-f]{2})+)", dump)
    return b"\n".join([dump, *(bytes.fromhex(blob.decode()) for blob in blobs)])


def dumped(database: Stack, dsn: str, *options: str) -> bytes:
    """Return what pg_dump gives to whoever is superuser."""
    name = dsn.rsplit("/", 1)[1]
    user, password, host, port = re.fullmatch(
        r"postgresql://([^:]+):([^@]*)@([^:]+):(\d+)/.+", database.admin_dsn
    ).groups()  # type: ignore[union-attr]
    place = {
        "PGUSER": user, "PGPASSWORD": password, "PGHOST": host, "PGPORT": port, "PGDATABASE": name,
    }  # fmt: skip
    done = subprocess.run(
        [str(database.database.bin_dir / "pg_dump"), *options],
        env={"PATH": os.defpath, **place},
        capture_output=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
async def receipt(counter: Counter) -> str:
    receipt = await counter.file(
        f"{TEXT}. Fragen Sie {PERSON}.", contact=f"{PERSON} {PHONE}", language="de"
    )
    await counter.client.post("/complaints/messages", json={"receipt": receipt, "text": ANSWER})
    return receipt


async def test_no_word_stands_in_a_dump_in_any_spelling(
    receipt: str, database: Stack, new_database: tuple[str, str]
) -> None:
    words = (TEXT, "Zwitscherlicht", PERSON, "Quastenflosser", PHONE, "70099123", ANSWER,
             receipt, receipt.replace("-", ""))  # fmt: skip
    for options in ([], ["--format=tar"], ["--inserts"]):
        dump = dumped(database, new_database[1], *options)
        assert str(COMPANY).encode() in dump
        assert found(evidence(dump), *words) == set()


async def test_a_word_that_was_planted_is_found_by_the_same_search(
    counter: Counter, receipt: str, database: Stack, new_database: tuple[str, str]
) -> None:
    assert receipt
    plain, in_hex, _, in_base64, *_ = spellings(PLANTED)
    for spelling in (plain, in_hex, in_base64):
        async with counter.store.transaction([COMPANY]) as tx:
            planted = b"<" + spelling + b">"
            await tx.execute("update entries set ciphertext = $1 where number = 1", planted)
        assert found(evidence(dumped(database, new_database[1])), PLANTED) == {PLANTED}


@pytest.mark.parametrize("place", range(18))
def test_every_spelling_of_a_word_is_searched_for(place: int) -> None:
    spelling = list(spellings(PLANTED))[place]
    assert found(b"<" + spelling + b">", PLANTED) == {PLANTED}


@pytest.mark.parametrize("offset", range(6))
def test_a_word_inside_base64_of_something_longer_is_found(offset: int) -> None:
    content = base64.b64encode(b"x" * offset + PLANTED.encode() + b"tail")
    assert found(content, PLANTED) == {PLANTED}


async def test_no_ciphertext_opens_without_the_key_file(
    counter: Counter, receipt: str, database: Stack, new_database: tuple[str, str]
) -> None:
    assert receipt
    (stored,) = await counter.cases()
    dump = dumped(database, new_database[1], "--inserts").decode()
    blobs = [bytes.fromhex(each) for each in re.findall(r"'\\x([0-9a-f]{2,})'", dump)]
    secrets = {blob[start : start + 32] for blob in blobs for start in range(0, len(blob), 16)}
    keys = [secret for secret in secrets if len(secret) == 32]
    sealed = [blob for blob in blobs if len(blob) > 60]
    assert len(sealed) >= 4
    opens = 0
    for key in keys:
        case_key, stranger = CaseKey(stored.case.case_id, key), Vault(key)
        for blob in sealed:
            opens += _opens(case_key, blob)
        opens += _unwraps(stranger, stored.wrapped_key, counter)
    assert opens == 0


async def test_with_the_key_file_every_word_comes_back(
    counter: Counter, receipt: str, database: Stack, new_database: tuple[str, str]
) -> None:
    """The same bytes and the same way of trying: what is missing above is the key alone."""
    assert receipt
    (stored,) = await counter.cases()
    dump = dumped(database, new_database[1], "--inserts").decode()
    blobs = [bytes.fromhex(each) for each in re.findall(r"'\\x([0-9a-f]{2,})'", dump)]
    key = counter.desk.vault.case_key(stored.case.case_id, stored.wrapped_key)
    assert sum(_opens(key, blob) for blob in blobs) == 4


async def test_texts_lie_in_few_lengths(counter: Counter) -> None:
    for length in (1, 30, 400, 1_500):
        await counter.file("ñ" * (length // 2 + 1))
    async with counter.store.reading([COMPANY]) as connection:
        rows = await connection.fetch("select length(ciphertext) as bytes from entries")
    assert {row["bytes"] for row in rows} == {2_048 + 29}


async def test_the_same_complaint_filed_twice_shares_no_bytes(counter: Counter) -> None:
    for _ in range(2):
        await counter.file(TEXT)
    async with counter.store.reading([COMPANY]) as connection:
        rows = await connection.fetch(
            "select ciphertext from entries where kind = 'complaint' order by case_id"
        )
    one, other = (row["ciphertext"] for row in rows)
    runs = {one[start : start + 8] for start in range(1, len(one) - 8)}
    assert not [pair for pair in pairwise([one, other]) if pair[0] == pair[1]]
    assert not [start for start in range(1, len(other) - 8) if other[start : start + 8] in runs]


def _opens(key: CaseKey, blob: bytes) -> int:
    """Count in how many of the first places a ciphertext opens."""
    entries: list[Entry] = []
    for number in range(1, 6):
        for kind in EntryKind:
            try:
                entries.append(key.open(number, kind, blob))
            except SealedError:
                continue
    return len(entries)


def _unwraps(vault: Vault, wrapped: bytes, counter: Counter) -> int:
    try:
        vault.case_key(counter.desk.company_id, wrapped)  # type: ignore[arg-type]
    except SealedError:
        return 0
    return 1
