"""Contract <-> domain: cases into facts of one length, suppliers into what handlers look up."""

import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec
from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import SiteId, SupplierId

from services.grievance.domain.case import Case
from services.grievance.domain.supplier import KnownSupplier
from shared.store.cause import Cause
from shared.store.outbox import Fact

FACT_BYTES: Final = 2_048
"""Every fact of a case is this long, or a multiple if it names very many sites."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenState:
    """What others may know of a case, written down. Equal states have equal digests."""

    body: structs.GrievanceUpdated
    digest: bytes


def written(case: Case) -> WrittenState:
    """Return the state of a case as others may know it: codes and days."""
    body = structs.GrievanceUpdated(
        company_id=case.company_id,
        case_id=case.case_id,
        version=0,
        filed_on=case.filed_on,
        closed_on=case.closed_on,
        stage=case.stage.value,
        rights=[right.value for right in case.rights],
        severity=case.severity,
        substantiated=case.substantiated,
        outcome=case.outcome and case.outcome.value,
        supplier_ids=list(case.supplier_ids),
        site_ids=list(case.site_ids),
        acknowledgement=case.acknowledgement.value,
        feedback=case.feedback.value,
        remedy=case.remedy.value,
    )
    return WrittenState(body=body, digest=hashlib.sha256(structs.encode(body)).digest())


def fact(state: WrittenState, version: int, cause: Cause) -> Fact:
    """Return the fact of a state: the first one files the case, each later one updates it."""
    is_first = version == 1
    topic = topics.GRIEVANCE_FILED if is_first else topics.GRIEVANCE_UPDATED
    event = events.GrievanceFiled if is_first else events.GrievanceUpdated
    return Fact(
        topic=topic.name,
        key=str(state.body.case_id),
        type=event.TYPE,
        data=_padded(state.body, version),
        cause=cause,
    )


def supplier_from(event: structs.SupplierUpdated, cause: Cause) -> KnownSupplier:
    """Return what a case needs of a supplier; raise BadEventError for one of another company."""
    if event.company_id != cause.company_id:
        raise BadEventError(DeadLetterReason.INVALID, "company_id")
    return KnownSupplier(
        company_id=cause.company_id,
        supplier_id=SupplierId(event.supplier_id),
        version=event.version,
        superseded_by=SupplierId(event.superseded_by) if event.superseded_by else None,
        name=event.name,
        country=event.country,
        site_ids=tuple(sorted({SiteId(site.site_id) for site in event.sites})),
    )


def _padded(body: structs.GrievanceUpdated, version: int) -> bytes:
    """Return the body with spaces in its padding, up to the next multiple of the length."""
    bare = len(structs.encode(_versioned(body, version, 0)))
    return structs.encode(_versioned(body, version, -bare % FACT_BYTES))


def _versioned(
    body: structs.GrievanceUpdated, version: int, spaces: int
) -> structs.GrievanceUpdated:
    return msgspec.structs.replace(body, version=version, padding=" " * spaces)
