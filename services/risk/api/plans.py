"""Action plans over HTTP, for reading: pages of them, one with its history, their rules."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints
from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import PlanId, PlanState, SupplierId

from services.risk import store, translate
from services.risk.api.door import Door
from services.risk.domain.plan import Refusal
from services.risk.handlers.explain_plan import PlanExplained, explain_plan
from services.risk.store import PublishedPlanRules
from shared.web.problem import problem

Place = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}\.[0-9a-f-]{36}$")]
REFUSED: Final = {
    Refusal.UNKNOWN_PLAN: (404, "No such plan is held here."),
    Refusal.UNKNOWN_CODE: (422, "The plan has no such step, or the list no such role."),
    Refusal.ALREADY_DECIDED: (409, "The plan is closed; what was decided stands."),
    Refusal.CONTRADICTION_OPEN: (
        409,
        "A clean audit contradicts a complaint at this supplier; decide that first.",
    ),
}


class PlansAsked(BaseModel):
    """Which plans, and after which place of the list."""

    state: PlanState | None = None
    supplier_id: UUID | None = None
    after: Place | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    @property
    def page(self) -> store.PlanPage:
        """Return the page; raise ValueError for a place that is no date and id."""
        asked = store.PlanPage(
            state=self.state,
            supplier_id=None if self.supplier_id is None else SupplierId(self.supplier_id),
            limit=self.limit,
        )
        if self.after is None:
            return asked
        day, _, plan_id = self.after.partition(".")
        place = date.fromisoformat(day), UUID(plan_id)
        return store.PlanPage(
            state=asked.state, supplier_id=asked.supplier_id, limit=asked.limit, after=place
        )


def router(door: Door, published: PublishedPlanRules) -> APIRouter:
    """Return the routes to plans and to the rules they go by."""
    routes = APIRouter(default_response_class=Response)

    @routes.get("/plans")
    async def list_plans(asked: Annotated[PlansAsked, Query()]) -> Response:
        """Return a page of plans, the nearest date first; `next` is where the rest begins."""
        return await _listed(door, asked)

    @routes.get("/plans/{plan_id}")
    async def read_plan(plan_id: UUID) -> Response:
        """Return a plan: its steps, the rule behind its date, and what became of it."""
        return await _explained(door, published, PlanId(plan_id))

    @routes.get("/deadlines")
    async def read_rules() -> Response:
        """Return the rules that plans go by, with their sources and the roles that may own one."""
        return as_json(_rules(published))

    return routes


async def _listed(door: Door, asked: PlansAsked) -> Response:
    try:
        page = asked.page
    except ValueError:
        return problem(422, "invalid", "The place to go on from is not one that was given.")
    async with door.reading([door.company_id]) as connection:
        documents = await store.list_plans(connection, page)
    plans = [translate.plan_of(document) for document in documents]
    last = plans[-1] if len(plans) == page.limit else None
    following = None if last is None else f"{last.due_on.isoformat()}.{last.plan_id}"
    return as_json({"plans": [translate.shown_plan(plan) for plan in plans], "next": following})


async def _explained(door: Door, published: PublishedPlanRules, plan_id: PlanId) -> Response:
    async with door.reading([door.company_id]) as connection:
        found = await explain_plan(connection, published.rules, plan_id)
    return refused(Refusal.UNKNOWN_PLAN) if found is None else as_json(_whole(found))


def refused(refusal: Refusal) -> Response:
    """Return a refusal as a problem."""
    status, detail = REFUSED[refusal]
    return problem(status, refusal.value, detail)


def _whole(found: PlanExplained) -> dict[str, object]:
    return {
        **translate.shown_plan(found.plan),
        "ground": found.ground,
        "texts": found.texts,
        "schedule": found.schedule,
        "history": found.history,
    }


def _rules(published: PublishedPlanRules) -> dict[str, object]:
    deadlines = published.rules.deadlines
    return {
        "pack": published.pack,
        "text": published.text,
        "findings": deadlines.findings,
        "complaints": deadlines.complaints,
        "grounds": deadlines.grounds,
        "overdue": published.rules.due_steps.escalations,
        "roles": sorted(published.rules.roles),
    }


def as_json(document: dict[str, object]) -> Response:
    """Return a document whose values the contracts' encoder knows."""
    return Response(structs.encode(document), media_type="application/json")
