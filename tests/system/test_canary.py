"""A canary filed as a complaint: its words are nowhere in the clear; a planted leak is found."""

import base64
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer

from infra.local.settings import state_folder
from infra.local.stack import Stack
from tests.stack import own_folder
from tests.system import sweep
from tests.system.books import ask
from tests.system.stories.world import World, living_in

TEXT = "Zwitscherlicht-7731 hat uns nachts eingesperrt"
PERSON = "Philomena Quastenflosser"
PHONE = "+49 151 70099123"
ANSWER = "Mondkalbschatten-5520 war dabei"
NOTE = "Rueckfrage-Nebelhorn-4417 an die Person"
WORDS = [TEXT, "Zwitscherlicht-7731", PERSON, "Quastenflosser", PHONE, ANSWER, NOTE]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    with (
        own_folder("canary") as folder,
        Stack(folder, shared=state_folder(), restart=False) as stack,
    ):
        async with living_in(stack) as opened:
            yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def receipt(world: World) -> str:
    """The receipt of a case that went through every door there is."""
    place = await world.supplier()
    case = await world.complain(
        f"{TEXT}. Fragen Sie {PERSON}, {PHONE}.", language="de", contact=f"{PERSON} {PHONE}"
    )
    await world.take_up(case, place, ["HR03"], severity=5)
    await world.handle(case, "messages", text=NOTE)
    answer = {"receipt": case.receipt, "text": ANSWER}
    await world.post("grievance", "/complaints/messages", answer)
    await world.handle(case, "substantiation", substantiated=True, reason="facts-confirmed")
    await refused_attempts(world, case.receipt)
    await world.settle()
    return case.receipt


async def refused_attempts(world: World, receipt: str) -> None:
    """Say the words where they are refused as well: errors are where texts leak."""
    door = world.doors["grievance"]
    await door.post("/complaints", json={"text": TEXT, "language": PERSON, "colour": PHONE})
    await door.post("/complaints", content=TEXT.encode())
    await door.post("/complaints/status", json={"receipt": PERSON})
    await door.post("/complaints/messages", json={"receipt": receipt, "text": TEXT * 5_000})
    await door.get("/cases/00000000-0000-4000-8000-000000000000")
    await door.post("/file", data={"text": TEXT, "topics": PERSON})


@pytest.mark.asyncio(loop_scope="module")
async def test_the_words_of_a_complaint_are_nowhere_in_the_clear(
    world: World, receipt: str
) -> None:
    evidence = await sweep.gather(world.stack)

    assert sweep.found(evidence, [*WORDS, receipt, receipt.replace("-", "")]) == []
    kinds = {place.split()[0] for place in evidence}
    assert kinds == {"log", "topic", "metrics", "database", "file"}


@pytest.mark.asyncio(loop_scope="module")
async def test_the_person_still_reads_every_word_by_receipt(world: World, receipt: str) -> None:
    shown = await world.post("grievance", "/complaints/status", {"receipt": receipt})

    assert NOTE in str(shown)
    assert ANSWER in str(shown)


@pytest.mark.parametrize("spell", [str, lambda text: text.encode().hex()], ids=["plain", "hex"])
@pytest.mark.asyncio(loop_scope="module")
async def test_a_leak_planted_in_a_topic_is_found_there_and_in_dead_letters(
    world: World, spell: Callable[[str], str]
) -> None:
    planted = "Leckstelle-Amsel-9911"
    async with AIOKafkaProducer(bootstrap_servers=world.stack.bootstrap) as producer:
        await producer.send_and_wait("intake-inbox", spell(planted).encode(), b"k")
    await world.settle()

    places = sweep.found(await sweep.gather(world.stack), [planted])

    assert f"topic intake-inbox: {planted}" in places
    assert f"database intake: {planted}" in places
    assert any(place.startswith("file of the broker") for place in places)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_leak_planted_in_a_database_is_found(world: World) -> None:
    planted = "Leckstelle-Drossel-9922"
    await ask(world.stack, "risk", f"create table planted as select '{planted}' as word")

    places = sweep.found(await sweep.gather(world.stack), [planted])

    assert f"database risk: {planted}" in places
    assert any(place.startswith("file of the database") for place in places)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_leak_planted_in_a_log_is_found(world: World, tmp_path: Path) -> None:
    (tmp_path / "risk.log").write_text('{"event": "oh", "said": "Leckstelle-Fink-9933"}\n')

    assert sweep.found(sweep.logs(tmp_path), ["Leckstelle-Fink-9933"]) == [
        "log risk.log: Leckstelle-Fink-9933"
    ]
    assert any(place.startswith("log ") for place in await sweep.gather(world.stack))


async def test_a_leak_planted_in_metrics_is_found() -> None:
    with a_page(b'calls_total{who="Leckstelle-Star-9944"} 1\n') as address:
        evidence = {"metrics": await sweep.metrics(address)}

    assert sweep.found(evidence, ["Leckstelle-Star-9944"]) == ["metrics: Leckstelle-Star-9944"]


@contextmanager
def a_page(content: bytes) -> Iterator[str]:
    """Serve one page on loopback."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(httpx.codes.OK)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("offset", range(3))
def test_words_are_found_inside_base64_at_every_offset(offset: int) -> None:
    content = base64.b64encode(b"x" * offset + PERSON.encode() + b"tail")

    assert sweep.found({"page": content}, [PERSON]) == [f"page: {PERSON}"]
