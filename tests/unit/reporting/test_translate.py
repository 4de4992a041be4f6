from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.terms import CompanyId, Relation

from services.reporting import translate
from services.reporting.domain.evidence import START, Place
from services.reporting.domain.figure import EvidencePage
from services.reporting.domain.supplier import RiskState, Source, SupplierState
from tests.unit.reporting.builders import (
    BOOK,
    COMPANY,
    a_cause,
    a_record,
    a_reference,
    a_right,
    a_risk_fact,
    a_supplier_fact,
    a_supplier_id,
)

OTHER = CompanyId(UUID(int=99))


def test_a_supplier_fact_becomes_a_state_with_its_place_in_the_log() -> None:
    fact = a_supplier_fact(2, 3, site_countries=("CL", "AR", "CL"))

    assert translate.supplier_state(fact, a_cause(7)) == SupplierState(
        company_id=COMPANY,
        supplier_id=a_supplier_id(2),
        version=3,
        name="Muster GmbH",
        relation=Relation.DIRECT,
        country="DE",
        site_countries=("AR", "CL"),
        materials=(),
        superseded_by=None,
        event=a_reference(7),
    )


@pytest.mark.parametrize("relation", [None, "friend"])
def test_a_relation_that_nobody_said_or_that_we_do_not_know_is_unknown(
    relation: str | None,
) -> None:
    state = translate.supplier_state(a_supplier_fact(relation=relation), a_cause())

    assert state.relation is None


@pytest.mark.parametrize("country", [None, "", "de", "DEU"])
def test_a_country_that_is_no_code_is_unknown(country: str | None) -> None:
    assert translate.supplier_state(a_supplier_fact(country=country), a_cause()).country is None


def test_an_assessment_becomes_a_state_with_verdicts_and_sources() -> None:
    fact = a_risk_fact(
        1,
        4,
        a_right("HR03", "known", "high"),
        a_right("HR02", "assumed", "low"),
        a_right("HR01", "assumed", None),
        a_right("HR09", "unknown", None),
    )

    assert translate.risk_state(fact, a_cause(5, topic="risk-assessed")) == RiskState(
        company_id=COMPANY,
        supplier_id=a_supplier_id(1),
        version=4,
        supplier_version=1,
        method="method_v1",
        known=("HR03",),
        assumed=("HR01", "HR02"),
        rated=("HR02", "HR03"),
        high=("HR03",),
        sources=(Source(code="wgi_2019", edition="2019"),),
        contradictions=(),
        origins=(),
        event=a_reference(5, "risk-assessed"),
    )


@pytest.mark.parametrize("knowledge", ["unknown", "guessed"])
def test_what_is_not_known_has_no_rating_whatever_the_fact_says(knowledge: str) -> None:
    fact = a_risk_fact(1, 1, a_right("HR03", knowledge, "high"))

    state = translate.risk_state(fact, a_cause())

    assert (state.known, state.assumed, state.rated, state.high) == ((), (), (), ())


def test_a_priority_that_we_do_not_know_is_none_and_not_low() -> None:
    state = translate.risk_state(a_risk_fact(1, 1, a_right(priority="extreme")), a_cause())

    assert (state.assumed, state.rated) == (("HR03",), ())


def test_two_verdicts_on_one_right_are_refused() -> None:
    fact = a_risk_fact(1, 1, a_right(priority="high"), a_right(priority="low"))

    with pytest.raises(BadEventError, match="rights"):
        translate.risk_state(fact, a_cause())


def test_a_body_of_another_company_than_its_envelope_is_refused() -> None:
    with pytest.raises(BadEventError, match="company_id"):
        translate.supplier_state(a_supplier_fact(company=OTHER), a_cause())
    with pytest.raises(BadEventError, match="company_id"):
        translate.risk_state(a_risk_fact(company=OTHER), a_cause())


def test_every_number_of_a_document_carries_its_evidence() -> None:
    record = a_record()

    document = translate.record_document(record)

    assert [figure["code"] for figure in document["figures"]] == [
        rule.code for rule in BOOK.figures
    ]
    for cell in (cell for figure in document["figures"] for cell in figure["cells"]):
        evidence = cell["evidence"]
        assert evidence["count"] == cell["value"]
        assert evidence["as_of"] == document["position"]["as_of"]
        assert evidence["query"].startswith("list_")
        assert evidence["parameters"]["row"] == cell["row"]
        assert evidence["href"].startswith("/disclosures/lksg-10-1/figures/")
        assert "event_numbers" not in evidence


def test_a_document_with_events_tells_each_event_once() -> None:
    document = translate.record_document(a_record(events=9), with_events=True)

    events = document["events"]
    direct = document["figures"][0]["cells"][2]
    assert len({event["event_id"] for event in events}) == len(events)
    assert [events[number]["event_id"] for number in direct["evidence"]["event_numbers"]] == [
        f"event-supplier-updated-{number}" for number in range(1, 5)
    ]


def test_a_page_of_evidence_leads_to_the_next_one_with_its_own_size() -> None:
    cell = a_record().figure("rights_by_knowledge").cell("HR03.assumed")
    page = EvidencePage(
        rule=BOOK.figure("rights_by_knowledge"),
        cell=cell,
        next_after=Place(subject_id=a_supplier_id(3), part="copper"),
    )

    document = translate.evidence_document("lksg-10-1", page, 3)

    assert len(document["events"]) == 3
    assert document["next"] == (
        "/disclosures/lksg-10-1/figures/rights_by_knowledge/evidence"
        "?cell=HR03.assumed&after=00000000-0000-0000-0000-000000005003%2Fcopper&limit=3"
    )


@given(st.uuids(), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=9))
def test_a_place_that_is_handed_back_is_the_same_place(subject: UUID, part: str) -> None:
    place = Place(subject_id=subject, part=part)

    assert translate.read_place(translate.place_text(place)) == place


def test_nothing_handed_back_is_the_start() -> None:
    assert translate.read_place(None) == START
