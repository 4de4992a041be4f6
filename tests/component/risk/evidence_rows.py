"""How tests bring suppliers, audits, cases and rulings to risk, and what they find afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sorgfalt_contracts import events
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.decision import Decision
from services.risk.domain.supplier import Supplier
from services.risk.handlers.assess_audits import assess_audits
from services.risk.handlers.assess_complaints import assess_complaints
from services.risk.handlers.assess_suppliers import assess_suppliers
from services.risk.handlers.decide_contradiction import Answer, decide_contradiction
from shared.store.cause import Cause, Caused
from shared.store.pool import Store
from shared.store.transaction import Transaction
from tests.unit.risk.builders import COMPANY, SUPPLIER, the_method

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
News = Supplier | Audit | Complaint | Decision
LEFT = "select data from outbox where topic = 'risk-assessed' order by recorded_at, part, sequence"


@dataclass(frozen=True)
class Verdict:
    """The last verdict that left on a supplier, without its number."""

    body: events.RiskAssessed

    @property
    def known(self) -> dict[str, int | None]:
        return {
            each.right.value: each.likelihood
            for each in self.body.rights
            if each.knowledge.value == "known"
        }

    @property
    def reasons(self) -> set[str]:
        return {reason.code for each in self.body.rights for reason in each.reasons}


def caused(news: Any, name: str, company: CompanyId = COMPANY) -> Caused[Any]:
    cause = Cause(
        event_id=name, correlation_id="chain", depth=1, source="/test", company_id=company,
        occurred_at=MARCH, now=MARCH, traceparent=None, topic="any", partition=0, offset=1,
        sequence=1,
    )  # fmt: skip
    return Caused(command=news, cause=cause)


async def brought(
    store: Store, *news: News, name: str = "news", company: CompanyId = COMPANY
) -> None:
    """Bring news in one transaction: runs of one kind go to their handler together, as read."""
    async with store.transaction([company]) as tx:
        for number, run in enumerate(_runs(news)):
            work = [caused(each, f"{name}-{number}-{n}", company) for n, each in enumerate(run)]
            await _handled(tx, work)


def _runs(news: Sequence[News]) -> list[list[News]]:
    runs: list[list[News]] = []
    for each in news:
        if runs and type(runs[-1][0]) is type(each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


async def _handled(tx: Transaction, work: list[Caused[Any]]) -> None:
    method, first = the_method(), work[0].command
    if isinstance(first, Supplier):
        await assess_suppliers(method, tx, work)
    elif isinstance(first, Audit):
        await assess_audits(method, tx, work)
    elif isinstance(first, Complaint):
        await assess_complaints(method, tx, work)
    else:
        for each in work:
            await decide_contradiction(method, tx, each)


async def ruled(store: Store, decision: Decision, name: str = "ruling") -> Answer:
    async with store.transaction([COMPANY]) as tx:
        return await decide_contradiction(the_method(), tx, caused(decision, name))


async def verdicts(store: Store) -> dict[SupplierId, list[Verdict]]:
    """Return the verdicts that left, the last one last, by supplier."""
    found: dict[SupplierId, list[Verdict]] = {}
    for row in await store.pool.fetch(LEFT):
        body = events.RiskAssessed.model_validate_json(row["data"])
        found.setdefault(body.supplier_id, []).append(Verdict(body))
    for each in found.values():
        each.sort(key=lambda verdict: verdict.body.version)
    return found


async def last(store: Store, supplier: SupplierId = SUPPLIER) -> Verdict:
    return (await verdicts(store))[supplier][-1]


async def rows(store: Store, query: str, *arguments: object) -> list[tuple[Any, ...]]:
    async with store.reading([COMPANY]) as connection:
        return [tuple(row) for row in await connection.fetch(query, *arguments)]
