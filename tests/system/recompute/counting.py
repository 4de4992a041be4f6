"""The figures: cells by their code; cells without anything in them are left out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .casework import Case, cases_of
from .evidence import Audit, Testimony, Weighing, audits_of
from .judging import RIGHTS, Judge
from .linking import Supplier, places, suppliers
from .origins import Origins
from .planning import Periods
from .reading import Cases, Figures, Record, Texts, read_events, read_texts

Counted = Iterator[tuple[str, str]]
"""Figure and cell of each thing that counts."""


def figures(
    feed: Iterable[Record], packs: Path | Texts, cases: Cases = (), today: str = "2026-11-22"
) -> Figures:
    """Return each figure as cells by their code; cells without anything are left out.

    `today` is the day up to which the clock has gone.
    """
    texts = read_texts(packs) if isinstance(packs, Path) else packs
    known = _Known.of(feed, texts, cases)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for figure, cell in known.counted(texts, today):
        counts[figure][cell] += 1
    return {name: dict(sorted(cells.items())) for name, cells in counts.items()}


def predict(
    feed: Iterable[Record],
    packs: Path | Texts,
    cases: Cases = (),
    today: str = "2026-11-22",
    *,
    dropped: Callable[[Record], bool] = lambda _: False,
    **changed: str,
) -> Figures:
    """Return the figures after a change: records that are `dropped`, texts that are `changed`."""
    texts = read_texts(packs) if isinstance(packs, Path) else packs
    kept = [record for record in feed if not dropped(record)]
    return figures(kept, replace(texts, **changed), cases, today)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """Everything that was said, by whom it is about."""

    testimonies: Sequence[Testimony]
    audits: Sequence[Audit]
    cases: Sequence[Case]

    @classmethod
    def of(cls, feed: Iterable[Record], texts: Texts, cases: Cases) -> "_Known":
        events: list[dict[str, Any]] = list(read_events(feed))
        audits, told = audits_of(events), cases_of(cases, texts)
        by_record: defaultdict[tuple[str, ...], list[Audit]] = defaultdict(list)
        for audit in audits:
            by_record[audit.record].append(audit)
        return cls(
            testimonies=[_said_of(each, by_record, told) for each in suppliers(events)],
            audits=audits,
            cases=told,
        )

    def counted(self, texts: Texts, today: str) -> Counted:
        """Yield figure and cell of each thing that counts."""
        yield from _of_suppliers(self.testimonies, texts)
        yield from _of_audits(self.audits)
        yield from _of_cases(self.cases)
        for state in Periods(texts.deadlines).states(self.audits, self.cases, today):
            yield "plans_by_state", state


def _said_of(
    supplier: Supplier, audits: dict[tuple[str, ...], list[Audit]], cases: Sequence[Case]
) -> Testimony:
    records = supplier["records"]
    return Testimony(
        supplier=supplier,
        audits=[audit for record in sorted(records) for audit in audits.get(record, ())],
        cases=[case for case in cases if not records.isdisjoint(case.suppliers)],
    )


def _of_suppliers(testimonies: Sequence[Testimony], texts: Texts) -> Counted:
    judge, weighing, origins = Judge(texts), Weighing(texts.method), Origins(texts)
    contradictions = set()
    for said in testimonies:
        supplier = said.supplier
        yield "suppliers_by_relation", supplier.get("relation") or "unknown"
        yield "suppliers_by_country", supplier.get("country") or "unknown"
        assumed = judge.likelihoods((*places(supplier), *origins.places(supplier)))
        yield from _of_rights(assumed, weighing.known(said), judge)
        for material, basis in origins.of(supplier):
            yield "origins_by_material", f"{material}.{basis}"
        contradictions |= weighing.contradictions(said)
    yield from (("contradictions_open", "open") for _ in contradictions)


def _of_rights(
    assumed: Mapping[str, int], known: Mapping[str, tuple[int, int]], judge: Judge
) -> Counted:
    spoken = assumed.keys() | known.keys()
    yield "suppliers_assessed", "known" if known else "assumed" if assumed else "unknown"
    share = "all" if not spoken else "some" if len(spoken) < len(RIGHTS) else "none"
    yield "suppliers_with_unknown_rights", share
    for right in RIGHTS:
        if right not in spoken:
            yield "high_priority_by_right", f"{right}.unrated"
            continue
        likelihood, severity = known.get(right, (0, 0))
        highest = max(likelihood, assumed.get(right, 0))
        if judge.priority(right, highest, severity) == "high":
            state = "known" if right in known else "assumed"
            yield "high_priority_by_right", f"{right}.high-{state}"


def _of_audits(audits: Sequence[Audit]) -> Counted:
    for audit in audits:
        result = "missing" if audit.result is None else "known"
        yield "audits_by_kind", f"{audit.kind}.{result}"
        yield from (("findings_by_grade", finding["grade"]) for finding in audit.findings)


def _of_cases(cases: Sequence[Case]) -> Counted:
    for case in cases:
        yield "complaints_by_stage", case.stage
        yield from (("complaints_by_topic", right) for right in case.rights or ("unknown",))
        yield "acknowledged_in_time", case.acknowledgement
        yield "remedies_by_state", case.remedy
