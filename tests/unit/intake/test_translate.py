from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import events, inbound
from sorgfalt_contracts.envelope import Envelope
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import BlockState, Relation, derived_id
from sorgfalt_contracts.topics import INTAKE_INBOX

from services.intake import consumers
from services.intake.domain.record import Block, RecordKey
from services.intake.domain.report import ReportSupplier
from services.intake.domain.statements import Statements
from services.intake.domain.supplier import superseded
from services.intake.store import suppliers as rows
from services.intake.translate import causes
from services.intake.translate import suppliers as translate
from tests.kit.counting import FakeRecord
from tests.unit.intake.builders import (
    COMPANY,
    MORNING,
    SUPPLIER,
    a_bpn,
    a_key,
    a_site,
    an_lei,
    reports,
    said,
    world_after,
)


def an_envelope(**given: Any) -> Envelope:
    default = {
        "id": "e-1",
        "source": "/erp/s4p",
        "type": events.SupplierReported.TYPE,
        "time": MORNING,
    }
    return Envelope(**{**default, **given})


def read(**body: Any) -> events.SupplierReported:
    document = {"record": {"system": "S4P", "client": "100", "number": "4711"}, **body}
    return inbound.read(events.SupplierReported, msgspec.json.encode(document))


def a_cause(key: bytes = b"S4P/100/4711", **given: Any) -> causes.InboxCause:
    return causes.InboxCause(
        **causes.origin(an_envelope(**given), lambda _: COMPANY),
        now=MORNING,
        topic="intake-inbox",
        partition=3,
        offset=12,
        key=key,
    )


def refusal(action: Any) -> tuple[DeadLetterReason, str]:
    with pytest.raises(BadEventError) as caught:
        action()
    return caught.value.reason, caught.value.where


def test_field_left_out_says_nothing_and_a_null_withdraws() -> None:
    command = translate.to_command(read(name="Alto", country=None), a_cause())
    assert command == ReportSupplier(
        company_id=COMPANY,
        key=a_key(),
        statements=Statements(name=said("Alto"), country=said(None)),
    )


def test_every_field_reaches_the_domain_in_its_own_terms() -> None:
    command = translate.to_command(
        read(
            relation="direct",
            lei=an_lei(1),
            bpn=a_bpn(1),
            materials=["tin", "gold", "tin"],
            sites=[
                {"number": "B", "name": "Mill", "country": "PE", "materials": ["tin", "gold"]},
                {"number": "A", "name": "Smelter", "country": "CL", "latitude": -0.0},
            ],
            block={"state": "blocked", "reason": "ohs"},
        ),
        a_cause(),
    )
    assert command.statements == Statements(
        relation=said(Relation.DIRECT),
        lei=said(an_lei(1)),
        bpn=said(a_bpn(1)),
        materials=said(("gold", "tin")),
        sites=said(
            (
                a_site("A", latitude=0.0),
                a_site("B", name="Mill", country="PE", materials=("gold", "tin")),
            )
        ),
        block=said(Block(state=BlockState.BLOCKED, reason="ohs")),
    )


def test_negative_zero_loses_its_sign_as_it_would_in_the_database() -> None:
    site = {"number": "A", "name": "Smelter", "country": "CL", "longitude": -0.0}
    command = translate.to_command(read(sites=[site]), a_cause())
    assert str(command.statements.sites.value[0].longitude) == "0.0"  # type: ignore[union-attr, index]


def test_record_under_another_key_than_its_own_is_refused() -> None:
    event = read(name="Alto")
    wrong = a_cause(key=b"S4P/100/4712")
    assert refusal(lambda: translate.to_command(event, wrong)) == (DeadLetterReason.WRONG_KEY, "")


def test_list_that_names_one_site_twice_is_refused() -> None:
    site = {"number": "A", "name": "Smelter", "country": "CL"}
    event = read(sites=[site, {**site, "country": "PE"}])
    assert refusal(lambda: translate.to_command(event, a_cause())) == (
        DeadLetterReason.INVALID,
        "sites.number",
    )


def test_sender_without_a_company_is_refused() -> None:
    action = lambda: causes.origin(an_envelope(), lambda _: None)  # noqa: E731
    assert refusal(action) == (DeadLetterReason.UNKNOWN_SOURCE, "source")


@pytest.mark.parametrize(
    "given", ["", "a\x00b", "x" * 65, "ümlaut", "erika@example.org", "two words"]
)
def test_correlation_that_no_column_could_hold_is_replaced_by_a_derived_one(given: str) -> None:
    expected = str(derived_id("correlation", "/erp/s4p", "e-1"))
    assert a_cause(correlation_id=given).correlation_id == expected


def test_sound_correlation_is_carried_on_and_a_huge_depth_is_cut() -> None:
    cause = a_cause(correlation_id="order-7", depth=10**17)
    assert (cause.correlation_id, cause.depth) == ("order-7", 1_000)


def test_now_at_intake_is_when_the_broker_appended_the_record() -> None:
    appended = FakeRecord("intake-inbox", 2, 7, b"k", b"", (), 1_772_431_200_500)

    cause = consumers.cause_of(lambda _: COMPANY)(an_envelope(), appended)
    assert cause.now == datetime(2026, 3, 2, 6, 0, 0, 500_000, tzinfo=UTC)
    assert (cause.topic, cause.partition, cause.offset) == ("intake-inbox", 2, 7)


def test_every_type_that_senders_may_send_has_a_route() -> None:
    routes = {(route.topic.name, route.type) for route in consumers.routes()}
    assert routes == {("intake-inbox", event.TYPE) for event in INTAKE_INBOX.events}


def test_suppliers_of_a_batch_are_taken_before_its_audits() -> None:
    types = [route.type for route in consumers.routes()]
    assert types == [events.SupplierReported.TYPE, events.AuditReported.TYPE]


@given(st.lists(reports(), min_size=1, max_size=6))
def test_every_supplier_becomes_a_body_that_the_contract_accepts(
    arrived: list[ReportSupplier],
) -> None:
    for supplier in world_after(arrived):
        body = translate.to_body(supplier, version=1)
        model = events.SupplierUpdated.model_validate_json(body)
        assert model.supplier_id == SUPPLIER
        assert set(model.statements) == set(supplier.statements)
        assert [site.site_id for site in model.sites] == [s.site_id for s in supplier.sites]


def test_pointer_becomes_a_body_that_the_contract_accepts() -> None:
    body = translate.to_body(superseded(COMPANY, SUPPLIER, by=SUPPLIER), version=2)
    assert events.SupplierUpdated.model_validate_json(body).superseded_by == SUPPLIER


@given(reports())
def test_statements_come_back_from_their_document_as_they_went_in(report: ReportSupplier) -> None:
    assert rows._decode(rows._encode(report.statements)) == report.statements


def test_fact_is_keyed_by_the_supplier() -> None:
    fact = translate.to_fact(SUPPLIER, b"{}", a_cause())
    assert (fact.topic, fact.key, fact.type) == (
        "supplier-updated",
        str(SUPPLIER),
        events.SupplierUpdated.TYPE,
    )


def test_key_on_the_topic_is_system_client_and_number() -> None:
    assert RecordKey(system="S4P", client="100", number="7").text == "S4P/100/7"
