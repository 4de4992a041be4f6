"""Between the published language and risk's own: supplier facts in, verdicts out and back.

The only file of risk that knows both sides.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId, Knowledge, Priority, Right, SupplierId

from services.risk.domain.exposure import Exposure
from services.risk.domain.profile import RiskProfile
from services.risk.domain.supplier import Site, Supplier, SupplierKey
from services.risk.domain.verdict import Reason, RightAssessment, Source
from shared.store.cause import Cause
from shared.store.outbox import Fact

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_MATERIAL: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class VerdictDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict as it is kept: the method's code and the rights as published."""

    method: str
    rights: list[structs.RightAssessment]


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


def supplier_from(event: structs.SupplierUpdated, cause: Cause) -> Supplier:
    """Return the supplier of an event; raise BadEventError for one we could not speak of.

    What risk reads of an event ends in the inputs of its reasons, so it is checked here.
    """
    if event.company_id != cause.company_id:
        raise BadEventError(DeadLetterReason.INVALID, "company_id")
    if event.version < 1:
        raise BadEventError(DeadLetterReason.INVALID, "version")
    if event.country is not None:
        _check(_COUNTRY, (event.country,), "country")
    _check(_MATERIAL, event.materials, "materials")
    return Supplier(
        company_id=CompanyId(event.company_id),
        supplier_id=SupplierId(event.supplier_id),
        version=event.version,
        country=event.country,
        materials=tuple(event.materials),
        sites=tuple(_site(site) for site in event.sites),
        superseded_by=None if event.superseded_by is None else SupplierId(event.superseded_by),
    )


def _site(site: structs.Site) -> Site:
    _check(_COUNTRY, (site.country,), "sites.country")
    _check(_MATERIAL, site.materials, "sites.materials")
    return Site(country=site.country, materials=tuple(site.materials))


def _check(shape: re.Pattern[str], codes: Iterable[str], where: str) -> None:
    if not all(shape.fullmatch(code) for code in codes):
        raise BadEventError(DeadLetterReason.INVALID, where)


def written(method: str, exposure: Exposure, rights: Sequence[RightAssessment]) -> WrittenVerdict:
    """Return a verdict in the published language, with the exposure it follows from.

    The digest leaves out versions and key: a newer state of a supplier that changes nothing in
    the verdict has the same digest and is not published again.
    """
    document = VerdictDocument(method=method, rights=[_right(each) for each in rights])
    encoded = structs.encode(document)
    return WrittenVerdict(
        document=document,
        encoded=encoded,
        digest=hashlib.sha256(encoded).digest(),
        exposure=structs.encode(exposure),
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
