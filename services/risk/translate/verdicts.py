"""Verdicts out and back: as they are kept, as they are published."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.terms import Knowledge, Priority, Right

from services.risk.domain.contradiction import Contradiction
from services.risk.domain.exposure import Exposure
from services.risk.domain.origin import Origin
from services.risk.domain.profile import RiskProfile
from services.risk.domain.supplier import SupplierKey
from services.risk.domain.verdict import Reason, RightAssessment, Source
from services.risk.translate.origins import origin_from, origin_struct
from shared.store.cause import Cause
from shared.store.outbox import Fact


class VerdictDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict as it is kept: the method's code, and all that follows from it as published."""

    method: str
    rights: list[structs.RightAssessment]
    contradictions: list[structs.Contradiction] = []
    origins: list[structs.Origin] = []


_read_verdict: Final = msgspec.json.Decoder(VerdictDocument).decode
_read_exposure: Final = msgspec.json.Decoder(Exposure).decode


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenVerdict:
    """A verdict ready to be kept and published. `digest` is that of its content alone."""

    document: VerdictDocument
    encoded: bytes
    digest: bytes
    exposure: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedVerdict:
    """A verdict that differs from the one before, its profile, and what caused it."""

    key: SupplierKey
    profile: RiskProfile
    verdict: WrittenVerdict
    cause: Cause


def written(
    method: str,
    exposure: Exposure,
    rights: Sequence[RightAssessment],
    contradictions: Iterable[Contradiction] = (),
    origins: Iterable[Origin] = (),
) -> WrittenVerdict:
    """Return a verdict in the published language, with the exposure it follows from.

    Of contradictions it tells the open ones. The digest leaves out versions and key: a newer state
    of a supplier that changes nothing in the verdict has its digest and is not published again.
    """
    document = VerdictDocument(
        method=method,
        rights=[_right(each) for each in rights],
        contradictions=[_contradiction(each) for each in contradictions if each.is_open],
        origins=[origin_struct(each) for each in origins],
    )
    encoded = structs.encode(document)
    return WrittenVerdict(
        document=document,
        encoded=encoded,
        digest=hashlib.sha256(encoded).digest(),
        exposure=structs.encode(exposure),
    )


def _contradiction(each: Contradiction) -> structs.Contradiction:
    return structs.Contradiction(
        site_id=each.site_id,
        audit_id=each.audit_id,
        case_id=each.case_id,
        rights=[right.value for right in each.rights],
    )


def _right(each: RightAssessment) -> structs.RightAssessment:
    return structs.RightAssessment(
        right=each.right.value,
        knowledge=each.knowledge.value,
        severity=each.severity,
        likelihood=each.likelihood,
        priority=None if each.priority is None else each.priority.value,
        reasons=[_reason(reason) for reason in each.reasons],
    )


def _reason(reason: Reason) -> structs.Reason:
    return structs.Reason(
        code=reason.code,
        inputs=dict(reason.inputs),
        source=reason.source.pack,
        edition=reason.source.edition,
    )


def facts(published: Iterable[PublishedVerdict]) -> list[Fact]:
    """Return one risk-assessed per verdict, full state; it happened when its cause did."""
    return [
        Fact(
            topic=topics.RISK_ASSESSED.name,
            key=str(each.key[1]),
            type=events.RiskAssessed.TYPE,
            data=structs.encode(_risk_assessed(each)),
            cause=each.cause,
        )
        for each in published
    ]


def _risk_assessed(each: PublishedVerdict) -> structs.RiskAssessed:
    company_id, supplier_id = each.key
    return structs.RiskAssessed(
        company_id=company_id,
        supplier_id=supplier_id,
        version=each.profile.version,
        supplier_version=each.profile.supplier_version,
        method=each.verdict.document.method,
        rights=each.verdict.document.rights,
        contradictions=each.verdict.document.contradictions,
        origins=each.verdict.document.origins,
    )


def exposure_of(document: bytes) -> Exposure:
    """Return a kept exposure; raise msgspec.DecodeError if it is none of ours."""
    return _read_exposure(document)


def rights_of(document: bytes) -> tuple[RightAssessment, ...]:
    """Return the rights of a kept verdict; raise msgspec.DecodeError if it is none of ours."""
    return tuple(
        RightAssessment(
            right=Right(each.right),
            knowledge=Knowledge(each.knowledge),
            severity=each.severity,
            likelihood=each.likelihood,
            priority=None if each.priority is None else Priority(each.priority),
            reasons=tuple(_reason_of(reason) for reason in each.reasons),
        )
        for each in _read_verdict(document).rights
    )


def _reason_of(reason: structs.Reason) -> Reason:
    return Reason(
        code=reason.code,
        inputs=tuple(sorted(reason.inputs.items())),
        source=Source(pack=reason.source, edition=reason.edition),
    )


def origins_in(verdict: WrittenVerdict) -> tuple[Origin, ...]:
    """Return the origins that a verdict tells."""
    return tuple(origin_from(each) for each in verdict.document.origins)


def contradictions_of(document: bytes) -> list[structs.Contradiction]:
    """Return the open contradictions that a kept verdict tells."""
    return _read_verdict(document).contradictions


def origins_told(document: bytes) -> tuple[Origin, ...]:
    """Return the origins that a kept verdict tells."""
    return tuple(origin_from(each) for each in _read_verdict(document).origins)
