"""Between the published language and risk's own."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import events, structs
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.terms import CompanyId, Confidence, SiteId, Stage, SupplierId

from services.risk import translate
from services.risk.domain.assessment import assess_exposure, assess_supplier
from services.risk.domain.exposure import exposure_of
from services.risk.domain.profile import RiskProfile
from services.risk.domain.supplier import Site, Supplier
from shared.store.cause import Cause
from tests.unit.risk.builders import COMPANY, SUPPLIER, a_site, a_supplier, the_method

HEIR = SupplierId(UUID(int=7))
sites = st.builds(
    Site,
    country=st.sampled_from(["CD", "NA", "NC", "CN", "NO"]),
    materials=st.lists(st.sampled_from(["cobalt", "gold", "strange"]), max_size=2).map(tuple),
)


def a_cause(company: CompanyId = COMPANY) -> Cause:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Cause(
        event_id="018f", correlation_id="c1", depth=1, source="/intake", company_id=company,
        occurred_at=at, now=at, traceparent=None, topic="supplier-updated", partition=0, offset=0,
        sequence=1,
    )  # fmt: skip


def an_event(
    *,
    version: int = 4,
    country: str | None = "CH",
    materials: tuple[str, ...] = ("cobalt",),
    site_country: str = "CD",
    site_materials: tuple[str, ...] = ("copper",),
) -> structs.SupplierUpdated:
    site = structs.Site(
        site_id=UUID(int=1),
        name="Pit",
        country=site_country,
        materials=list(site_materials),
        stage="smelter",
        confidence="low",
    )
    return structs.SupplierUpdated(
        company_id=COMPANY,
        supplier_id=SUPPLIER,
        version=version,
        country=country,
        materials=list(materials),
        sites=[site],
        records=[],
    )


def the_supplier_of_the_event() -> Supplier:
    site = Site(
        country="CD",
        materials=("copper",),
        site_id=SiteId(UUID(int=1)),
        stage=Stage.SMELTER,
        confidence=Confidence.LOW,
    )
    return a_supplier(site, country="CH", materials=("cobalt",), version=4)


def refusal(event: structs.SupplierUpdated, cause: Cause) -> tuple[str, str]:
    with pytest.raises(BadEventError) as refused:
        translate.supplier_from(event, cause)
    return refused.value.reason.value, refused.value.where


def written(supplier: Supplier) -> translate.WrittenVerdict:
    exposure = exposure_of(supplier, the_method().place_order)
    return translate.written(
        "method_v1",
        exposure,
        assess_exposure(exposure, the_method()),
        origins=the_method().ledger.origins(exposure),
    )


def published(supplier: Supplier) -> translate.PublishedVerdict:
    return translate.PublishedVerdict(
        key=supplier.key,
        profile=RiskProfile(supplier_version=supplier.version, version=2),
        verdict=written(supplier),
        cause=a_cause(),
    )


def test_of_a_supplier_risk_takes_places_and_materials_and_nothing_else() -> None:
    assert translate.supplier_from(an_event(), a_cause()) == the_supplier_of_the_event()


def test_a_supplier_kept_and_read_again_is_the_same() -> None:
    supplier = replace(the_supplier_of_the_event(), superseded_by=HEIR)
    assert translate.supplier_of(translate.supplier_document(supplier)) == supplier


def test_a_supplier_of_another_company_than_the_envelope_s_is_refused() -> None:
    other = a_cause(CompanyId(UUID(int=9)))
    assert refusal(an_event(), other) == ("invalid", "company_id")


@pytest.mark.parametrize(
    ("event", "where"),
    [
        (an_event(version=0), "version"),
        (an_event(country="Germany"), "country"),
        (an_event(country=""), "country"),
        (an_event(country="DEU"), "country"),
        (an_event(materials=("Co balt",)), "materials"),
        (an_event(site_country="cd"), "sites.country"),
        (an_event(site_materials=("copper", "\x00")), "sites.materials"),
    ],
)
def test_what_could_not_be_said_in_a_reason_is_refused(
    event: structs.SupplierUpdated, where: str
) -> None:
    assert refusal(event, a_cause()) == ("invalid", where)


def test_namibia_is_a_country() -> None:
    assert translate.supplier_from(an_event(country="NA"), a_cause()).country == "NA"


def test_a_verdict_leaves_as_one_fact_keyed_by_its_supplier() -> None:
    (fact,) = translate.facts([published(a_supplier(a_site("CD", "cobalt"), version=5))])
    body = events.RiskAssessed.model_validate_json(fact.data)
    assert (fact.topic, fact.key, fact.type, fact.cause, fact.occurred_at) == (
        "risk-assessed", str(SUPPLIER), "sorgfalt.risk-assessed.v1", a_cause(), None,
    )  # fmt: skip
    assert (body.company_id, body.supplier_id, body.version, body.supplier_version) == (
        COMPANY, SUPPLIER, 2, 5,
    )  # fmt: skip
    assert (body.method, len(body.rights), body.contradictions) == ("method_v1", 20, [])


@given(
    st.lists(sites, max_size=3),
    st.sampled_from([None, "DE", "NA"]),
    st.sampled_from([None, HEIR]),
)
def test_every_verdict_keeps_to_the_closed_contract(
    places: list[Site], country: str | None, heir: SupplierId | None
) -> None:
    supplier = a_supplier(*places, country=country, superseded_by=heir)
    (fact,) = translate.facts([published(supplier)])
    body = events.RiskAssessed.model_validate_json(fact.data)
    assert [each.right for each in body.rights] == [
        each.right for each in assess_supplier(supplier, the_method())
    ]


@given(st.lists(sites, max_size=3), st.sampled_from([None, HEIR]))
def test_a_verdict_and_its_exposure_written_and_read_again_are_the_same(
    places: list[Site], heir: SupplierId | None
) -> None:
    supplier = a_supplier(*places, superseded_by=heir)
    exposure = exposure_of(supplier, the_method().place_order)
    assert translate.rights_of(written(supplier).encoded) == assess_exposure(exposure, the_method())
    assert translate.exposure_of(written(supplier).exposure) == exposure


def test_equal_verdicts_have_equal_digests_whatever_the_supplier_and_its_version() -> None:
    one = published(a_supplier(a_site("CD", "cobalt"), version=1))
    other = published(a_supplier(a_site("CD", "cobalt"), version=7, supplier_id=HEIR))
    assert one.verdict.digest == other.verdict.digest


def test_verdicts_that_differ_in_a_reason_alone_have_different_digests() -> None:
    one = published(a_supplier(a_site("NO", "copper"))).verdict
    other = published(a_supplier(a_site("NO", "lithium"))).verdict
    assert one.digest != other.digest
