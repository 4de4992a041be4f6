"""Take reports of suppliers: link their numbers, hear their statements, tell what changed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from sorgfalt_contracts.terms import SupplierId

from services.intake.domain import grouping, identity
from services.intake.domain.grouping import Heard, Place, SupplierKey
from services.intake.domain.identity import Linked, Linking
from services.intake.domain.report import ReportSupplier, SourceRecord
from services.intake.domain.statements import Hearing
from services.intake.domain.supplier import Supplier
from services.intake.store import identities
from services.intake.store import suppliers as rows
from services.intake.store.received import Outcome
from services.intake.store.suppliers import Published, SavedSupplier
from services.intake.translate import suppliers as translate
from shared.store.cause import Caused
from shared.store.outbox import Fact
from shared.store.transaction import Transaction

Work = Sequence[Caused[ReportSupplier]]
NO_NEWS: Final = frozenset({Hearing.RESTATED, Hearing.LATE})


class Verdict(StrEnum):
    """What became of a report that was taken."""

    RECORDED = "recorded"  # its record or its supplier's identity is not what it was before
    UNCHANGED = "unchanged"  # it said again what was known, or came too late


async def record_suppliers(tx: Transaction, work: Work) -> None:
    """Take a batch of reports."""
    await record_and_answer(tx, work)


async def record_and_answer(tx: Transaction, work: Work) -> list[Outcome]:
    """Take a batch of reports and return what became of each; the facts it names left with it."""
    reports = [each.command for each in work]
    named = [report.numbers for report in reports]
    registry = await identities.load_registry(
        tx, {number for numbers in named for number in numbers}
    )
    linked = identity.link(registry, named)
    touched = grouping.touched(reports, linked)
    held = await rows.load_records(tx, touched)
    published = await rows.load_published(tx, touched)
    heard = grouping.hear_reports(held, linked, reports)
    suppliers = grouping.gather(heard.state.values(), linked.state, published)
    saved = [each for supplier in suppliers if (each := _changed(supplier, published))]
    await identities.save_registry(tx, registry, linked.state)
    await rows.save_records(tx, _altered(held, heard))
    await rows.save_suppliers(tx, saved)
    taken = [
        _Taken(*each)
        for each in zip(work, linked.suppliers, linked.reasons, heard.reasons, strict=True)
    ]
    facts = _facts(saved, linked, taken)
    tx.append(fact for group in facts.values() for fact in group)
    return [_outcome(each, facts) for each in taken]


class _Taken(NamedTuple):
    """One report with all that was found of it."""

    work: Caused[ReportSupplier]
    supplier_id: SupplierId
    linking: Linking | None
    hearings: frozenset[Hearing]

    @property
    def is_news(self) -> bool:
        """Say whether the record or its supplier's identity is not what it was before."""
        return self.linking is not None or not self.hearings <= NO_NEWS

    @property
    def key(self) -> SupplierKey:
        """Return the aggregate the report is now part of."""
        return self.work.command.company_id, self.supplier_id


def _altered(held: Sequence[SourceRecord], heard: Heard) -> dict[Place, SourceRecord]:
    """Return the records that differ from what the table holds."""
    before = {(record.company_id, record.key): record for record in held}
    return {place: r for place, r in heard.state.items() if r is not before.get(place)}


def _changed(
    supplier: Supplier, published: Mapping[SupplierKey, Published]
) -> SavedSupplier | None:
    """Return what must leave of a supplier, or None when it says what it said last."""
    key = supplier.company_id, supplier.supplier_id
    digest = hashlib.sha256(translate.to_body(supplier, version=0)).digest()
    last = published.get(key)
    if last is not None and last.digest == digest:
        return None
    version = 1 if last is None else last.version + 1
    return SavedSupplier(
        key=key,
        published=Published(version=version, digest=digest),
        body=translate.to_body(supplier, version),
    )


def _facts(
    saved: Iterable[SavedSupplier], linked: Linked, taken: Sequence[_Taken]
) -> dict[SupplierKey, list[Fact]]:
    """Return the facts by the supplier that stands; those merged into it are told with it.

    Their cause is the last report of that supplier that was news, or else the last of all.
    """
    causes = {each.key: each.work.cause for each in taken}
    causes |= {each.key: each.work.cause for each in taken if each.is_news}
    facts: dict[SupplierKey, list[Fact]] = {}
    for each in sorted(saved, key=lambda each: each.key):
        company, supplier_id = each.key
        standing = company, linked.state.current(supplier_id)
        fact = translate.to_fact(supplier_id, each.body, causes[standing])
        facts.setdefault(standing, []).append(fact)
    return facts


def _outcome(taken: _Taken, facts: Mapping[SupplierKey, Sequence[Fact]]) -> Outcome:
    reasons = sorted(hearing.value for hearing in taken.hearings)
    left = facts.get(taken.key, ()) if taken.is_news else ()
    return Outcome(
        supplier_id=taken.supplier_id,
        verdict=(Verdict.RECORDED if taken.is_news else Verdict.UNCHANGED).value,
        reasons=(*reasons, taken.linking.value) if taken.linking else tuple(reasons),
        fact_ids=tuple(fact.event_id for fact in left),
    )
