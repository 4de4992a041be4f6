"""Suppliers, places and the published method, with sane defaults for tests of risk."""

from functools import cache
from uuid import UUID

from sorgfalt_contracts.terms import CompanyId, Right, Stage, SupplierId

from services.risk.domain.assessment import assess_supplier
from services.risk.domain.method import Method
from services.risk.domain.supplier import Site, Supplier
from services.risk.domain.verdict import Reason, RightAssessment, Source, because
from services.risk.store import PublishedMethod, load_method

COMPANY = CompanyId(UUID("6c6f2f7e-5a52-4b8e-9b8e-000000000001"))
SUPPLIER = SupplierId(UUID("6c6f2f7e-5a52-4b8e-9b8e-0000000000aa"))
METHOD = Source(pack="method_v1", edition="2")
WGI = Source(pack="wgi_2019", edition="2019")
DOL = Source(pack="dol_goods_2022", edition="2022")


@cache
def the_published_method() -> PublishedMethod:
    return load_method()


def the_method() -> Method:
    return the_published_method().method


def a_site(country: str = "CD", *materials: str, stage: Stage | None = Stage.MINE) -> Site:
    return Site(country=country, materials=materials, stage=stage)


def a_supplier(
    *sites: Site,
    country: str | None = None,
    materials: tuple[str, ...] = (),
    version: int = 1,
    supplier_id: SupplierId = SUPPLIER,
    superseded_by: SupplierId | None = None,
) -> Supplier:
    return Supplier(
        company_id=COMPANY,
        supplier_id=supplier_id,
        version=version,
        country=country,
        materials=materials,
        sites=sites,
        superseded_by=superseded_by,
    )


def verdicts(supplier: Supplier) -> dict[Right, RightAssessment]:
    return {each.right: each for each in assess_supplier(supplier, the_method())}


def severity_reason(scale: int, irremediability: int) -> Reason:
    return because(
        "severity-of-right", METHOD, scale=str(scale), irremediability=str(irremediability)
    )
