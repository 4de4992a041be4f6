"""What leaves of a case: codes and days, and always the same length."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import events, structs
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.terms import CaseOutcome, CaseStage, CompanyId, RemedyState, SiteId

from services.grievance.domain.case import Case
from services.grievance.domain.supplier import KnownSupplier
from services.grievance.translate import FACT_BYTES, fact, supplier_from, written
from shared.store.cause import Cause
from tests.unit.grievance.builders import CASE, COMPANY, a_case

CAUSE = Cause(
    event_id="e",
    correlation_id="c",
    depth=0,
    source="/sorgfalt/grievance/http",
    company_id=COMPANY,
    occurred_at=datetime(2026, 11, 23, 14, 7, tzinfo=UTC),
    now=datetime(2026, 11, 23, 14, 7, tzinfo=UTC),
    traceparent=None,
    topic="http",
    partition=-1,
    offset=-1,
    sequence=0,
)
CASES = st.builds(
    lambda version, case: (version, case),
    st.integers(1, 10**6),
    st.builds(
        replace,
        st.sampled_from([a_case(), a_case("wages"), a_case("children", "HR08")]),
        severity=st.sampled_from([None, 1, 5]),
        stage=st.sampled_from(CaseStage),
        outcome=st.sampled_from([None, *CaseOutcome]),
        remedy=st.sampled_from(RemedyState),
        substantiated=st.sampled_from([None, True, False]),
        site_ids=st.lists(st.uuids().map(SiteId), max_size=20).map(tuple),
    ),
)


@given(CASES)
def test_every_fact_is_a_valid_event_of_one_length(drawn: tuple[int, Case]) -> None:
    version, case = drawn
    made = fact(written(case), version, CAUSE)
    kind = events.GrievanceFiled if version == 1 else events.GrievanceUpdated
    read = kind.model_validate_json(made.data)
    assert len(made.data) == FACT_BYTES
    assert (made.type, read.version, read.case_id) == (kind.TYPE, version, CASE)


def test_a_fact_of_very_many_sites_grows_in_steps() -> None:
    case = replace(a_case(), site_ids=tuple(SiteId(uuid4()) for _ in range(60)))
    assert len(fact(written(case), 2, CAUSE).data) == 2 * FACT_BYTES


def test_the_first_fact_files_and_later_ones_update() -> None:
    made = [fact(written(a_case()), version, CAUSE) for version in (1, 2)]
    assert [each.topic for each in made] == ["grievance-filed", "grievance-updated"]
    assert {each.key for each in made} == {str(CASE)}


def test_what_only_handlers_know_is_no_news() -> None:
    case = a_case("wages")
    told = replace(case, entries=9, topics=("HR08",), steps=(*case.steps, *case.steps))
    assert written(told).digest == written(case).digest
    assert written(replace(case, severity=3)).digest != written(case).digest


def test_no_field_of_a_fact_comes_from_a_text() -> None:
    said = structs.READERS[events.GrievanceUpdated.TYPE](fact(written(a_case()), 2, CAUSE).data)
    assert set(said.__struct_fields__) - {field.name for field in fields(Case)} == {
        "version", "padding",
    }  # fmt: skip


def a_supplier(**said: object) -> structs.SupplierUpdated:
    values = {"company_id": COMPANY, "supplier_id": UUID(int=5), "version": 3, "records": []} | said
    return structs.SupplierUpdated(**values)  # type: ignore[arg-type]


def test_of_a_supplier_its_name_and_sites_are_kept() -> None:
    sites = [structs.Site(site_id=UUID(int=n), name="Planta", country="MX") for n in (9, 4, 9)]
    event = a_supplier(name="Fundición", country="MX", sites=sites, superseded_by=UUID(int=6))
    assert supplier_from(event, CAUSE) == KnownSupplier(
        company_id=COMPANY,
        supplier_id=UUID(int=5),  # type: ignore[arg-type]
        version=3,
        superseded_by=UUID(int=6),  # type: ignore[arg-type]
        name="Fundición",
        country="MX",
        site_ids=(SiteId(UUID(int=4)), SiteId(UUID(int=9))),
    )


def test_a_supplier_of_another_company_is_bad_news() -> None:
    with pytest.raises(BadEventError, match="company_id"):
        supplier_from(a_supplier(company_id=CompanyId(UUID(int=1))), CAUSE)
