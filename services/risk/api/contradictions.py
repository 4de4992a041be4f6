"""Contradictions over HTTP: what is open, what was, and the rulings of those who decide."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sorgfalt_contracts.fields import Code, Text
from sorgfalt_contracts.terms import AuditId, CaseId, CompanyId

from services.risk import store, translate
from services.risk.api.door import Door
from services.risk.domain.decision import Decision, Ruling
from services.risk.domain.method import Method
from services.risk.handlers.decide_contradiction import Answer, decide_contradiction
from services.risk.store import KeptContradiction
from shared.store.cause import Caused
from shared.web.causes import cause_of_request
from shared.web.problem import problem

REFUSED: Final = {
    Answer.NO_CONTRADICTION: (404, "No such contradiction is held here."),
    Answer.ALREADY_DECIDED: (409, "Somebody ruled otherwise; a ruling is never changed."),
}


class RulingAsked(BaseModel):
    """A ruling as it is sent: reasons as codes, who decides as a role; the note stays in risk."""

    verdict: Ruling
    reasons: Annotated[list[Code], Field(min_length=1, max_length=7)]
    decided_by: Code
    note: Text | None = None

    def decision(self, company: CompanyId, audit: UUID, case: UUID, door: Door) -> Decision:
        """Return the ruling about one contradiction, made now."""
        return Decision(
            company_id=company,
            audit_id=AuditId(audit),
            case_id=CaseId(case),
            ruling=self.verdict,
            reasons=tuple(sorted(set(self.reasons))),
            decided_by=self.decided_by,
            decided_at=door.now(),
            note=self.note or "",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RulingShown:
    """A ruling as it is shown to those who may read it."""

    verdict: str
    reasons: list[str]
    decided_by: str
    decided_at: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ContradictionShown:
    """A contradiction: open, decided, or lapsed because one of the two no longer says it."""

    audit_id: UUID
    case_id: UUID
    supplier_id: UUID
    site_id: UUID | None
    rights: list[str]
    state: str
    decision: RulingShown | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ContradictionsShown:
    """Contradictions in order of supplier, audit and case."""

    contradictions: list[ContradictionShown]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruled:
    """What stands after a ruling."""

    audit_id: UUID
    case_id: UUID
    verdict: str
    state: str


def router(door: Door, method: Method) -> APIRouter:
    """Return the routes to contradictions and their rulings."""
    routes = APIRouter()

    @routes.get("/contradictions")
    async def list_contradictions(state: Literal["open", "all"] = "open") -> ContradictionsShown:
        """Return what is open, or all there ever was."""
        states = {store.OPEN} if state == "open" else {store.OPEN, store.DECIDED, store.LAPSED}
        async with door.reading([door.company_id]) as connection:
            found = await store.read_contradictions(connection, states)
        return ContradictionsShown(contradictions=[_shown(each) for each in found])

    @routes.post(
        "/contradictions/{audit_id}/{case_id}/decision",
        response_model=Ruled,
        responses={
            404: {"description": "No such contradiction is held."},
            409: {"description": "Somebody ruled otherwise."},
        },
    )
    async def decide(
        audit_id: UUID, case_id: UUID, asked: RulingAsked, request: Request
    ) -> Ruled | JSONResponse:
        """Rule which of the two stands; the same ruling again changes nothing."""
        decision = asked.decision(door.company_id, audit_id, case_id, door)
        cause = cause_of_request(request, "risk", door.company_id, decision.decided_at)
        async with door.transaction([door.company_id]) as tx:
            work = Caused(command=decision, cause=cause)
            answer = await decide_contradiction(method, tx, work)
        if answer in REFUSED:
            status, detail = REFUSED[answer]
            return problem(status, answer.value, detail)
        return Ruled(
            audit_id=audit_id, case_id=case_id, verdict=decision.ruling, state=store.DECIDED
        )

    return routes


def _shown(kept: KeptContradiction) -> ContradictionShown:
    return ContradictionShown(
        audit_id=kept.audit_id,
        case_id=kept.case_id,
        supplier_id=kept.supplier_id,
        site_id=kept.site_id,
        rights=list(kept.rights),
        state=kept.state,
        decision=None if kept.decision is None else _ruling(kept.decision),
    )


def _ruling(document: bytes) -> RulingShown:
    decision = translate.decision_of(document)
    return RulingShown(
        verdict=decision.ruling.value,
        reasons=list(decision.reasons),
        decided_by=decision.decided_by,
        decided_at=decision.decided_at.isoformat(),
        note=decision.note,
    )
