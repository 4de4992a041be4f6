"""A grievance process says nothing of anybody, not even when its database fails."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from infra.local.settings import PROJECT
from services.grievance.settings import PACKS
from shared.store.migrate import migrate
from tests.component.grievance.counter import RECEIPT, TOKEN

TEXT = "Zwitscherlicht hat uns nachts eingesperrt"
PERSON = "Philomena Quastenflosser"
AGENT = "Mozilla/5.0 (Amselgeraet)"
WORDS = ("Zwitscherlicht", "Quastenflosser", "Amselgeraet", "0a" * 32)


@pytest.fixture
def process(
    new_database: tuple[str, str], tmp_path: Path
) -> Iterator[tuple[httpx.Client, Path, str]]:
    """A running process: (a client at it, the file with all it says, the owner's address)."""
    owner_dsn, dsn = new_database
    migrate(owner_dsn, PACKS.with_name("migrations"))
    key, said = tmp_path / "grievance.key", tmp_path / "said.log"
    key.write_text("0a" * 32)
    key.chmod(0o600)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.defpath,
        "SORGFALT_STATE": str(tmp_path),
        "GRIEVANCE_KAFKA": "127.0.0.1:1",
        "GRIEVANCE_DATABASE": dsn,
        "GRIEVANCE_HTTP_PORT": str(port),
        "GRIEVANCE_KEY_FILE": str(key),
        "GRIEVANCE_RELEASE": "at-once",
    }
    command = [sys.executable, "-m", "services.grievance", "run", "--only", "http"]
    with said.open("wb") as log:
        running = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    headers = {"user-agent": AGENT, "accept-language": "es"}
    alone = httpx.Limits(max_keepalive_connections=0)  # a server that failed hangs up
    address = f"http://127.0.0.1:{port}"
    try:
        until_ready(address)
        with httpx.Client(base_url=address, headers=headers, limits=alone) as client:
            yield client, said, owner_dsn
    finally:
        running.terminate()
        running.wait(15)


def until_ready(address: str) -> None:
    """Knock until somebody opens, each time after a longer wait, then ask until it is ready."""
    with httpx.Client(base_url=address, transport=httpx.HTTPTransport(retries=7)) as knocking:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if knocking.get("/health/ready").status_code == httpx.codes.OK:
                return
    raise AssertionError("the process does not become ready")


def filed(client: httpx.Client) -> httpx.Response:
    (token,) = TOKEN.findall(client.get("/file").text)
    body = {"token": token, "text": TEXT, "contact": PERSON, "topics": "wages"}
    return client.post("/file", data=body)


async def test_nothing_that_people_wrote_is_said_when_all_goes_well_or_badly(
    process: tuple[httpx.Client, Path, str],
) -> None:
    client, said, owner_dsn = process
    page = filed(client)
    (receipt,) = RECEIPT.findall(page.text)
    message = {"receipt": receipt, "text": TEXT}
    answers = [client.post("/complaints/messages", json=message)]
    owner = await asyncpg.connect(owner_dsn)
    try:
        await owner.execute("alter table entries add column strange text not null default 'x'")
        await owner.execute("alter table entries alter column strange drop default")
        answers += [
            filed(client),
            client.post("/complaints", json={"text": TEXT, "contact": PERSON}),
            client.post("/complaints/messages", json={**message, "text": PERSON}),
        ]
        await owner.execute("alter table cases rename to gone")
        answers.append(client.post("/complaints/status", json={"receipt": receipt}))
    finally:
        await owner.close()
    answers.append(client.post("/complaints", content=TEXT.encode()))
    metrics = client.get("/metrics").text

    assert [page.status_code, *(each.status_code for each in answers)] == [
        201, 200, 500, 500, 500, 500, 422,
    ]  # fmt: skip
    spoken = said.read_text()
    assert '"event": "started"' in spoken
    assert "NotNullViolationError" in spoken
    shown = spoken + metrics + "".join(each.text for each in answers[2:])
    secret = (*WORDS, receipt, receipt.replace("-", ""), "127.0.0.1")
    assert [word for word in secret if word in shown] == []
    assert 'route="/case/message"' in metrics or 'route="/file"' in metrics
