"""Takes facts as they come from the log through the routes of the service, and shows the rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import CompanyId

from services.reporting import consumers
from shared.store.cause import Cause, Caused
from shared.store.pool import Store
from tests.unit.reporting.builders import COMPANY, a_cause

Fact: TypeAlias = (
    structs.SupplierUpdated
    | structs.RiskAssessed
    | structs.AuditCompleted
    | structs.GrievanceFiled
    | structs.GrievanceUpdated
    | structs.ActionPlanChanged
    | structs.ActionPlanDue
    | structs.ExitAssessed
)
ROUTES = {route.topic.name: route for route in consumers.routes()}
TOPICS: dict[type, str] = {
    structs.TWINS[route.type]: route.topic.name for route in consumers.routes()
}
TABLES = {
    "supplier_states": "supplier_id",
    "risk_states": "supplier_id",
    "audits": "audit_id",
    "cases": "case_id",
    "plans": "plan_id",
    "due_notices": "plan_id, due_on, step, escalation",
    "exits": "supplier_id",
}


@dataclass(frozen=True)
class Logged:
    """A fact and its place in the log."""

    fact: Fact
    number: int

    @property
    def cause(self) -> Cause:
        topic = TOPICS[type(self.fact)]
        return a_cause(self.number, topic=topic, company=CompanyId(self.fact.company_id))


def logged(*facts: Fact) -> list[Logged]:
    return [Logged(fact, number) for number, fact in enumerate(facts, 1)]


async def project(store: Store, *batches: Iterable[Logged]) -> None:
    """Take batches through the routes of the service, one transaction a batch."""
    for batch in batches:
        by_topic: dict[str, list[Logged]] = defaultdict(list)
        for found in batch:
            by_topic[found.cause.topic].append(found)
        companies = {CompanyId(f.fact.company_id) for fs in by_topic.values() for f in fs}
        async with store.transaction(companies) as tx:
            for topic, found_there in by_topic.items():
                route = ROUTES[topic]
                work = []
                for found in found_there:
                    body = route.read(structs.encode(found.fact))
                    command = route.translate(body, found.cause)
                    work.append(Caused(command=command, cause=found.cause))
                await route.handle(tx, work)


async def rows(store: Store, company: CompanyId = COMPANY) -> dict[str, list[str]]:
    """Return every row of the projections as text, byte for byte."""
    async with store.reading([company]) as connection:
        return {
            table: [
                row["line"]
                for row in await connection.fetch(
                    f"select t::text as line from {table} t order by company_id, {key}"
                )
            ]
            for table, key in TABLES.items()
        }


async def wipe(store: Store) -> None:
    async with store.transaction([COMPANY]) as tx:
        for table in TABLES:
            await tx.execute(f"delete from {table}")
