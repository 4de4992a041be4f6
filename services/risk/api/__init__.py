"""Door 2, machines over HTTP: one file per kind of thing that can be asked for."""

from fastapi import APIRouter

from services.risk.api import contradictions, method, plan_decisions, plans, suppliers
from services.risk.api.door import Door as Door
from services.risk.store import PublishedMethod, PublishedPlanRules


def router(door: Door, published: PublishedMethod, plan_rules: PublishedPlanRules) -> APIRouter:
    """Return the routes of risk for callers who act for the door's company."""
    routes = APIRouter(tags=["risk"])
    routes.include_router(suppliers.router(door, published.method))
    routes.include_router(contradictions.router(door, published.method))
    routes.include_router(plans.router(door, plan_rules))
    routes.include_router(plan_decisions.router(door, plan_rules.rules))
    routes.include_router(method.router(published))
    return routes
