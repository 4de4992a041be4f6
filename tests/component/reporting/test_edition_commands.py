import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from services.reporting.store import Q
from services.reporting.translate import decompress
from shared.store.pool import Store
from tests.component.reporting.freezing import LKSG, freeze_now, published, seven_suppliers
from tests.unit.reporting.builders import COMPANY, a_supplier_fact

HOLDS = "The edition holds, and so does every edition before it.\n"


async def reporting(dsn: str, *arguments: str) -> tuple[int, str, str]:
    """Run a command of reporting; return exit code, output and error output."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.reporting", *arguments),
        env={
            "PATH": os.defpath,
            "SORGFALT_STATE": os.devnull,
            "REPORTING_DATABASE": dsn,
            "REPORTING_KAFKA": "127.0.0.1:9",
            "REPORTING_HTTP_PORT": "9",
            "REPORTING_COMPANY_ID": str(COMPANY),
            "REPORTING_COMPANY_NAME": "Example AG",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode(), complained.decode()


async def test_an_edition_is_frozen_and_verified_from_the_command_line(
    reporting_store: Store, new_database: tuple[str, str], tmp_path: Path
) -> None:
    dsn = new_database[1]
    log = await seven_suppliers(reporting_store)

    code, said, _ = await reporting(dsn, "freeze", LKSG, "--json")
    await log.take(a_supplier_fact(8))
    await freeze_now(reporting_store, 2)
    again = await reporting(dsn, "freeze", LKSG)

    facts = await published(reporting_store)
    receipt = json.loads(said)
    assert (code, receipt["number"], receipt["sha256"]) == (0, 1, facts[0]["sha256"])
    address = f"SHA-256 {facts[1]['sha256']}, /editions/lksg-10-1/2\n"
    assert again == (0, f"Nothing has happened since edition 2 of lksg-10-1: {address}", "")

    file = tmp_path / "edition.json"
    async with reporting_store.reading([COMPANY]) as connection:
        row = await connection.fetchrow(Q.read_edition, COMPANY, LKSG, 2)
    assert row
    file.write_bytes(decompress(row["document"]))
    assert await reporting(dsn, "verify", str(file)) == (0, HOLDS, "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["freeze", "tax-return"], "No disclosure named 'tax-return' is made here.\n"),
        (["verify", LKSG, "1"], "Edition 1 is missing.\n"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    reporting_store: Store, new_database: tuple[str, str], arguments: list[str], sentence: str
) -> None:
    assert reporting_store
    assert await reporting(new_database[1], *arguments) == (1, "", sentence)
