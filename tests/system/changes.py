"""Changes to what the line is given, drawn by a seed: one cell of a pack, one record left out.

Drawn until the recomputation says that a figure moves: a change that moves none shows nothing.
"""

import csv
import hashlib
import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import eq
from pathlib import Path
from random import Random
from typing import Final

from services.risk.store import PACKS
from tests.system.line import moved
from tests.system.recompute import (
    INDICATORS,
    LABOUR,
    MATERIALS_OF_GOODS,
    Record,
    Texts,
    figures,
    predict,
)

_RANKS: Final = ("2.5", "37.5", "62.5", "97.5", "NA")
_FLIPPED: Final = {"Yes": "No", "No": "Yes"}
_DRAWS: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class CellChange:
    """One cell of a pack's file, before and after. `text` is the name of it in `Texts`."""

    text: str
    file: str
    row: int
    column: str
    before: str
    after: str

    def changed(self, texts: Texts) -> Texts:
        """Return the published data with the cell changed."""
        return replace(texts, **{self.text: self.apply(getattr(texts, self.text))})

    def apply(self, content: str) -> str:
        """Return the file with the cell changed and every other line as it was."""
        lines = content.splitlines(keepends=True)
        names = next(csv.reader([lines[0]]))
        cells = next(csv.reader([lines[self.row]]))
        cells[names.index(self.column)] = self.after
        end = lines[self.row][len(lines[self.row].rstrip("\r\n")) :]
        written = io.StringIO()
        csv.writer(written, lineterminator=end).writerow(cells)
        lines[self.row] = written.getvalue()
        return "".join(lines)


def draw_cell(seed: int, feed: Sequence[Record], texts: Texts) -> CellChange:
    """Return a cell whose change moves a figure."""
    draw = Random(f"{seed} cell")
    cells = {"index": list(_index_cells(texts.index)), "goods": list(_goods_cells(texts.goods))}
    now = figures(feed, texts)
    for _ in range(_DRAWS):
        name = draw.choice(sorted(cells))
        change = _change(draw, name, *draw.choice(cells[name]))
        if moved(now, predict(feed, change.changed(texts))):
            return change
    raise AssertionError(f"seed {seed}: no cell of {_DRAWS} moves a figure")


def draw_record(
    seed: int, feed: Sequence[Record], texts: Texts, *, among: Sequence[Record], least: int = 1
) -> Record:
    """Return one of the records without which at least so many cells differ.

    One that only restates moves none and shows nothing.
    """
    draw = Random(f"{seed} record {least}")
    now = figures(feed, texts)
    for record in draw.sample(list(among), _DRAWS):
        if len(moved(now, predict(feed, texts, dropped=partial(eq, record)))) >= least:
            return record
    raise AssertionError(f"seed {seed}: none of {_DRAWS} records moves {least} cells")


def write_packs(change: CellChange, folder: Path) -> Path:
    """Copy the packs into a folder with the cell changed and the checksum of its file."""
    shutil.copytree(PACKS, folder)
    path = folder / change.file
    before = path.read_bytes()
    after = change.apply(before.decode()).encode()
    path.write_bytes(after)
    header = path.with_name("pack.toml")
    old, new = (hashlib.sha256(content).hexdigest() for content in (before, after))
    header.write_text(header.read_text().replace(old, new))
    return folder


def _change(draw: Random, name: str, row: int, column: str, before: str) -> CellChange:
    ranks = [rank for rank in _RANKS if rank != before]
    return CellChange(
        text=name,
        file={"index": "wgi_2019/wgi_2019.csv", "goods": "dol_goods_2022/dol_tvpra_goods_2022.csv"}[
            name
        ],
        row=row,
        column=column,
        before=before,
        after=_FLIPPED[before] if name == "goods" else draw.choice(ranks),
    )


def _index_cells(text: str) -> Iterator[tuple[int, str, str]]:
    for row, cells in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        if cells["indicator"] in INDICATORS:
            yield row, "Rank", cells["Rank"]


def _goods_cells(text: str) -> Iterator[tuple[int, str, str]]:
    for row, cells in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        if cells["good"] in MATERIALS_OF_GOODS:
            yield from ((row, column, cells[column]) for column in LABOUR)
