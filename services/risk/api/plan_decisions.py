"""What people decide about action plans, over HTTP: progress, and the end of one.

All of it is codes, each from a list or of a shape that holds no sentence.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, StrictBool
from sorgfalt_contracts.fields import Code
from sorgfalt_contracts.terms import PlanId

from services.risk import translate
from services.risk.api.door import Door
from services.risk.api.plans import as_json, refused
from services.risk.domain.plan import ActionPlan, Refusal
from services.risk.domain.plan_progress import Progress
from services.risk.domain.plan_rules import PlanRules
from services.risk.handlers.close_plan import ClosePlan, close_plan
from services.risk.handlers.report_plan_progress import ReportPlanProgress, report_plan_progress
from shared.store.cause import Cause, Caused
from shared.store.transaction import Transaction
from shared.web.causes import cause_of_request
from shared.web.problem import problem


class MeasureReported(BaseModel):
    """A measure by its code, done or not."""

    code: Code
    is_done: StrictBool


class MilestoneReported(BaseModel):
    """A milestone by its code, reached or not."""

    code: Code
    is_reached: StrictBool


class IndicatorReported(BaseModel):
    """An indicator by its code, met or not."""

    code: Code
    is_met: StrictBool


class ProgressReported(BaseModel):
    """What is reported of a plan; what is left out stays as it is."""

    measures: Annotated[list[MeasureReported], Field(max_length=100)] = []
    milestones: Annotated[list[MilestoneReported], Field(max_length=100)] = []
    indicators: Annotated[list[IndicatorReported], Field(max_length=100)] = []
    owner: Code | None = None

    @property
    def progress(self) -> Progress:
        """Return it as the domain knows it."""
        return Progress(
            measures={each.code: each.is_done for each in self.measures},
            milestones={each.code: each.is_reached for each in self.milestones},
            indicators={each.code: each.is_met for each in self.indicators},
            owner=self.owner,
        )


class Closing(BaseModel):
    """Why a plan ends, as codes."""

    reasons: Annotated[list[Code], Field(min_length=1, max_length=20)]


def router(door: Door, rules: PlanRules) -> APIRouter:
    """Return the routes by which people report of plans and close them."""
    routes = APIRouter(default_response_class=Response)

    @routes.post("/plans/{plan_id}/progress")
    async def report(plan_id: UUID, reported: ProgressReported, request: Request) -> Response:
        """Take what is done, reached or met, or a new owner; the same again changes nothing."""
        if reported == ProgressReported():
            return problem(422, "invalid", "Nothing is reported.")
        command = ReportPlanProgress(plan_id=PlanId(plan_id), progress=reported.progress)

        async def take(tx: Transaction, cause: Cause) -> ActionPlan | Refusal:
            work = Caused(command=command, cause=cause)
            return await report_plan_progress(rules, tx, work)

        return await _decided(door, request, take)

    @routes.post("/plans/{plan_id}/close")
    async def close(plan_id: UUID, closing: Closing, request: Request) -> Response:
        """Close a plan as delivered, or on paper where something is lacking; the answer says."""
        command = ClosePlan(plan_id=PlanId(plan_id), reasons=frozenset(closing.reasons))

        async def take(tx: Transaction, cause: Cause) -> ActionPlan | Refusal:
            return await close_plan(tx, Caused(command=command, cause=cause))

        return await _decided(door, request, take)

    return routes


async def _decided(
    door: Door,
    request: Request,
    take: Callable[[Transaction, Cause], Awaitable[ActionPlan | Refusal]],
) -> Response:
    """Take one person's command in a transaction of its own and answer what stands then."""
    cause = cause_of_request(request, "risk", door.company_id, door.now())
    async with door.transaction([door.company_id]) as tx:
        decided = await take(tx, cause)
    if isinstance(decided, Refusal):
        return refused(decided)
    return as_json(translate.shown_plan(decided))
