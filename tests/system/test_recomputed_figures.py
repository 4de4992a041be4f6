"""The published figures, found a second time, opened to their events, and moved by what moves them.

The second computation runs alone, isolated from everything that is installed, on the feed as it
lies on the broker and on the files as their publishers made them.
"""

import base64
import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sorgfalt_contracts.topics import TOPICS

from infra.local.demo import feed as demo_feed
from infra.local.demo.envelopes import FeedRecord
from infra.local.demo.progress import Chain
from infra.local.settings import state_folder
from infra.local.stack import Stack
from services.risk.store import PACKS
from tests.stack import own_folder
from tests.system import books, recompute
from tests.system.changes import CellChange, draw_cell, draw_record, write_packs
from tests.system.line import DISCLOSURE, Line, day_of, fetch, figures_of, moved, send, split_master
from tests.system.recompute import Figures, Record
from tests.system.topic_log import Logged

CELLS_OPENED = 12
CELLS_OF_AN_AUDIT = 5
"""An audit moves more than the count of audits: findings, plans, a right that is known."""
pytestmark = pytest.mark.timeout(600)  # two runs of the line
PROGRAM = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('recompute')"
INDEX = PACKS / "wgi_2019/wgi_2019.csv"
WRITERS = {topic.name: topic.written_by for topic in TOPICS}
ROWS = """
    select event_id::text, o.topic, part, o.sequence
    from outbox o join unnest($1::text[], $2::int[], $3::bigint[]) as g (topic, number, sequence)
        on o.topic = g.topic and part = number and o.sequence = g.sequence
"""
# the traps of the files: the index calls DR Congo ZAR, Namibia is NA, and Türkiye is Turkey
TRAPS = {"CD": "ZAR", "NA": "NAM", "TR": "TUR"}


def recomputed_alone(folder: Path, line: Line) -> Figures:
    """Run the second computation as a program of its own, with the standard library and no more."""
    feed, cases = folder / "feed.jsonl", folder / "cases.jsonl"
    feed.write_text("".join(f"{as_line(each)}\n" for each in line.outcome.inbox), encoding="utf-8")
    cases.write_text("".join(f"{json.dumps(each)}\n" for each in line.cases), encoding="utf-8")
    program = [sys.executable, "-I", "-S", "-B", "-c", PROGRAM, str(Path(__file__).parent)]
    command = [*program, str(feed), str(PACKS), str(cases), day_of(line.outcome.document)]
    ended = subprocess.run(command, cwd=folder, env={}, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    found: Figures = json.loads(ended.stdout)
    return found


def as_line(record: Logged) -> str:
    parts = {"key": record.key, "value": record.value}
    texts = {
        name: None if part is None else base64.b64encode(part).decode()
        for name, part in parts.items()
    }
    return json.dumps({**texts, "headers": dict(record.headers)})


def of_these(figures: Figures, names: Sequence[str]) -> Figures:
    return {name: figures[name] for name in names if name in figures}


def test_second_computation_finds_the_published_figures(line: Line, tmp_path: Path) -> None:
    found = recomputed_alone(tmp_path, line)
    assert len(found) == 14
    assert of_these(line.outcome.figures, list(found)) == found


async def test_figures_open_to_the_very_events_of_the_log(line: Line, seed: int) -> None:
    cells = [cell for each in line.outcome.document["figures"] for cell in each["cells"]]
    filled = [cell for cell in cells if cell["value"]]
    for cell in Random(f"{seed} open").sample(filled, CELLS_OPENED):
        events = await opened(line.stack, cell["evidence"]["href"])
        where = f"seed {seed}: {cell['evidence']['href']}"
        counted = {(each["subject_id"], each["part"]) for each in events}
        assert len(counted) == len(events) == cell["value"], where
        await stand_in_an_outbox(line.stack, events)


async def opened(stack: Stack, href: str) -> list[dict[str, Any]]:
    """Return all events behind a cell, page by page."""
    events: list[dict[str, Any]] = []
    path: str | None = f"{href}&limit=1000"
    while path:
        page = await fetch(stack, "reporting", path)
        events += page["events"]
        path = page["next"]
    return events


async def stand_in_an_outbox(stack: Stack, events: Sequence[dict[str, Any]]) -> None:
    """Assert that whoever wrote the events holds each in its place, under its id."""
    for writer in {WRITERS[event["topic"]] for event in events}:
        named = {
            (e["event_id"], e["topic"], e["partition"], e["sequence"])
            for e in events
            if WRITERS[e["topic"]] == writer
        }
        places = [list(column) for column in zip(*(each[1:] for each in named), strict=True)]
        assert {tuple(row) for row in await books.ask(stack, writer, ROWS, *places)} == named


@pytest.mark.parametrize("country", TRAPS)
async def test_countries_that_files_hide_have_the_values_of_the_files(
    line: Line, country: str
) -> None:
    href = f"{DISCLOSURE}/figures/suppliers_by_site_country/evidence?cell={country}&limit=1"
    supplier = (await fetch(line.stack, "reporting", href))["events"][0]["subject_id"]
    explained = await fetch(line.stack, "risk", f"/suppliers/{supplier}/risk")
    assert percentiles_told(explained, country) == percentiles_of_the_file(TRAPS[country])


def percentiles_told(explained: dict[str, Any], country: str) -> dict[str, str]:
    reasons = [
        dict(reason["inputs"])
        for verdict in explained["assessments"][0]["rights"]
        for reason in verdict["reasons"]
    ]
    return {
        each["indicator"]: each["percentile"]
        for each in reasons
        if each.get("country") == country and "percentile" in each
    }


def percentiles_of_the_file(code: str) -> dict[str, str]:
    with INDEX.open(encoding="utf-8", newline="") as file:
        ranks = {
            row["indicator"]: row["Rank"] for row in csv.DictReader(file) if row["code"] == code
        }
    told = {name: ranks[name] for name in recompute.INDICATORS}
    cut = Decimal("0.0001")
    return {k: str(Decimal(rank).quantize(cut, rounding=ROUND_DOWN)) for k, rank in told.items()}


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Changed:
    """A run by packs of which one cell differs: its figures without two records, then with them.

    `bare` is without both, `audited` with the audit, `whole` with the supplier's record too.
    """

    cell: CellChange
    record: Record
    audit: Record
    feed: Sequence[Record]
    day: str
    bare: Figures
    audited: Figures
    whole: Figures

    def predicted(self, *dropped: Record) -> Figures:
        """What the second computation says of this run while some records are missing."""
        texts = self.cell.changed(recompute.read_texts(PACKS))
        return recompute.predict(
            self.feed, texts, (), self.day, dropped=lambda each: each in dropped
        )


@pytest.fixture(scope="module")
async def changed(seed: int) -> Changed:
    first, last = split_master()
    later = [*demo_feed.later(), *demo_feed.last()]
    feed: list[Record] = [(r.key, r.value, r.headers) for r in (*first, *last, *later)]
    master, audits = feed[: len(first) + len(last)], [each for each in feed if is_audit(each)]
    texts = recompute.read_texts(PACKS)
    cell = draw_cell(seed, feed, texts)
    now = cell.changed(texts)
    record = draw_record(seed, feed, now, among=master)
    audit = draw_record(seed, feed, now, among=audits, least=CELLS_OF_AN_AUDIT)
    rest = [each for each in feed if each not in (record, audit)]
    found: list[Figures] = []
    with (
        own_folder("changed") as folder,
        Stack(folder, shared=state_folder(), restart=False) as stack,
    ):
        judge_by(stack, write_packs(cell, folder / "packs"))
        async with Chain(stack) as chain:
            for part in (rest, [audit], [record]):
                await send(stack, chain, [as_record(each) for each in part])
                document = await fetch(stack, "reporting", DISCLOSURE)
                found.append(figures_of(document))
    bare, audited, whole = found
    return Changed(
        cell=cell,
        record=record,
        audit=audit,
        feed=feed,
        day=day_of(document),
        bare=bare,
        audited=audited,
        whole=whole,
    )


def is_audit(record: Record) -> bool:
    return b'"audit_number"' in (record[1] or b"")


def judge_by(stack: Stack, packs: Path) -> None:
    """Let risk start anew with other packs, as an operator would tell it to."""
    with (stack.folder.run / "risk.env").open("a") as settings:
        settings.write(f"RISK_PACKS={packs}\n")
    stack.services["risk"].restart()


def as_record(record: Record) -> FeedRecord:
    key, value, headers = record
    return FeedRecord(key=key, value=value, headers=tuple(headers))


def test_changed_cell_moves_what_the_second_computation_predicts(
    changed: Changed, line: Line, seed: int
) -> None:
    # the line has cases and the run by other packs has none: both differences are predicted
    texts, day = recompute.read_texts(PACKS), day_of(line.outcome.document)
    now = recompute.figures(changed.feed, texts, line.cases, day)
    before, found = (of_these(each, list(now)) for each in (line.outcome.figures, changed.whole))
    where = f"seed {seed}: {changed.cell}"
    assert moved(before, found) == moved(now, changed.predicted()), where
    same = recompute.figures(changed.feed, texts, (), changed.day)
    assert moved(same, changed.predicted()) != {}, where


def test_dropped_record_moves_what_the_second_computation_predicts(
    changed: Changed, seed: int
) -> None:
    now = changed.predicted()
    after = changed.predicted(changed.record)
    whole, without = (of_these(each, list(now)) for each in (changed.whole, changed.audited))
    where = f"seed {seed}: {changed.record[0]!r}"
    assert moved(whole, without) == moved(now, after) != {}, where


def test_dropped_audit_moves_what_the_second_computation_predicts(
    changed: Changed, seed: int
) -> None:
    now = changed.predicted(changed.record)
    after = changed.predicted(changed.record, changed.audit)
    audited, bare = (of_these(each, list(now)) for each in (changed.audited, changed.bare))
    where = f"seed {seed}: {changed.audit[1]!r}"
    difference = moved(audited, bare)
    assert difference == moved(now, after), where
    assert {figure for figure, _ in difference} > {"audits_by_kind", "findings_by_grade"}, where
