"""Reports of suppliers to commands, suppliers to facts."""

from typing import Any

from sorgfalt_contracts import events, structs
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import SupplierId
from sorgfalt_contracts.topics import MAX_EVENT_BYTES, SUPPLIER_UPDATED

from services.intake.domain.record import Block, RecordKey, ReportedSite
from services.intake.domain.report import ReportSupplier
from services.intake.domain.statements import Statement, Statements
from services.intake.domain.supplier import Attribution, Site, Supplier
from services.intake.translate import causes
from shared.store.cause import Cause
from shared.store.outbox import Fact


def to_command(event: events.SupplierReported, cause: Cause) -> ReportSupplier:
    """Return the command a report stands for; raise BadEventError."""
    key = causes.record_key(event.record, cause)
    said = {
        field: Statement(
            value=_value(field, getattr(event, field)),
            source=cause.source,
            said_at=cause.occurred_at,
            heard_at=cause.occurred_at,
        )
        for field in event.model_fields_set
        if field != "record"
    }
    return ReportSupplier(company_id=cause.company_id, key=key, statements=Statements(**said))


def to_body(supplier: Supplier, version: int) -> bytes:
    """Return the supplier as the body of a fact; raise BadEventError if no topic can hold it."""
    body = structs.encode(
        structs.SupplierUpdated(
            company_id=supplier.company_id,
            supplier_id=supplier.supplier_id,
            version=version,
            superseded_by=supplier.superseded_by,
            name=supplier.name,
            country=supplier.country,
            relation=supplier.relation,
            lei=supplier.lei,
            bpn=supplier.bpn,
            materials=list(supplier.materials),
            sites=[_site(site) for site in supplier.sites],
            block=_block(supplier.block),
            records=[_record(key) for key in supplier.records],
            statements={field: _said(by) for field, by in supplier.statements.items()},
        )
    )
    if len(body) > MAX_EVENT_BYTES:
        raise BadEventError(DeadLetterReason.TOO_LARGE, "supplier")
    return body


def to_fact(supplier_id: SupplierId, body: bytes, cause: Cause) -> Fact:
    """Return the fact that tells a supplier's new state."""
    return Fact(
        topic=SUPPLIER_UPDATED.name,
        key=str(supplier_id),
        type=events.SupplierUpdated.TYPE,
        data=body,
        cause=cause,
    )


def _value(field: str, given: Any) -> Any:
    """Return a field's value as the domain holds it: one order, so that equal lists are equal."""
    if given is None:
        return None
    if field == "materials":
        return tuple(sorted(set(given)))
    if field == "block":
        return Block(state=given.state, reason=given.reason)
    return _sites(given) if field == "sites" else given


def _sites(given: list[events.ReportedSite]) -> tuple[ReportedSite, ...]:
    if len({site.number for site in given}) < len(given):
        raise BadEventError(DeadLetterReason.INVALID, "sites.number")
    return tuple(
        ReportedSite(
            number=site.number,
            name=site.name,
            country=site.country,
            latitude=_degrees(site.latitude),
            longitude=_degrees(site.longitude),
            stage=site.stage,
            materials=tuple(sorted(set(site.materials))),
            confidence=site.confidence,
        )
        for site in sorted(given, key=lambda site: site.number)
    )


def _degrees(given: float | None) -> float | None:
    """Return the number without the sign of a negative zero, which jsonb does not keep."""
    return None if given is None else given + 0.0


def _record(key: RecordKey) -> structs.RecordKey:
    return structs.RecordKey(system=key.system, client=key.client, number=key.number)


def _block(block: Block | None) -> structs.Block | None:
    return None if block is None else structs.Block(state=block.state, reason=block.reason)


def _said(by: Attribution) -> structs.Statement:
    return structs.Statement(source=by.source, record=_record(by.record), said_at=by.said_at)


def _site(site: Site) -> structs.Site:
    return structs.Site(
        site_id=site.site_id,
        name=site.name,
        country=site.country,
        latitude=site.latitude,
        longitude=site.longitude,
        stage=site.stage,
        materials=list(site.materials),
        confidence=site.confidence,
    )
