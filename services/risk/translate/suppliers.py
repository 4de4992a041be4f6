"""Supplier facts in, and suppliers as they are kept."""

from typing import Final

import msgspec
from sorgfalt_contracts import structs
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.structs import known_or_unknown
from sorgfalt_contracts.terms import CompanyId, Confidence, SiteId, Stage, SupplierId

from services.risk.domain.supplier import Site, Supplier
from services.risk.translate.checks import CODE, COUNTRY, check
from shared.store.cause import Cause

_read_supplier: Final = msgspec.json.Decoder(Supplier).decode


def supplier_from(event: structs.SupplierUpdated, cause: Cause) -> Supplier:
    """Return the supplier of an event; raise BadEventError for one we could not speak of.

    What risk reads of an event ends in the inputs of its reasons, so it is checked here.
    """
    if event.company_id != cause.company_id:
        raise BadEventError(DeadLetterReason.INVALID, "company_id")
    if event.version < 1:
        raise BadEventError(DeadLetterReason.INVALID, "version")
    if event.country is not None:
        check(COUNTRY, (event.country,), "country")
    check(CODE, event.materials, "materials")
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
    check(COUNTRY, (site.country,), "sites.country")
    check(CODE, site.materials, "sites.materials")
    return Site(
        country=site.country,
        materials=tuple(site.materials),
        site_id=SiteId(site.site_id),
        stage=known_or_unknown(Stage, site.stage),
        confidence=known_or_unknown(Confidence, site.confidence),
    )


def supplier_document(supplier: Supplier) -> bytes:
    """Return a supplier as it is kept."""
    return structs.encode(supplier)


def supplier_of(kept: bytes) -> Supplier:
    """Return a kept supplier; raise msgspec.DecodeError if it is none of ours."""
    return _read_supplier(kept)
