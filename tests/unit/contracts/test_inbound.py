"""Reading what senders say: what is refused, by which reason, and where."""

import json
from typing import Any

import pytest
from sorgfalt_contracts import inbound
from sorgfalt_contracts.events import AuditReported, SupplierReported
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.faults import DeadLetterReason as Reason
from sorgfalt_contracts.terms import AuditKind

RECORD = {"system": "eu1", "client": "100", "number": "4711"}
SITE = {"number": "1", "name": "Invented pit", "country": "CD"}
AUDIT = {"record": RECORD, "audit_number": "1", "kind": "audit", "scheme": "invented"}


def a_supplier(**fields: Any) -> bytes:
    return json.dumps({"record": RECORD, **fields}).encode()


def a_site(**fields: Any) -> bytes:
    return a_supplier(sites=[{**SITE, **fields}])


def an_audit(**fields: Any) -> bytes:
    return json.dumps({**AUDIT, **fields}).encode()


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"[]", ""),
        (b"{}", "record"),
        (a_supplier(name=""), "name"),
        (a_supplier(name="x" * 501), "name"),
        (a_supplier(name=7), "name"),
        (a_supplier(country="de"), "country"),
        (a_supplier(country="DE\n"), "country"),
        (a_supplier(relation="friend"), "relation"),
        (a_supplier(materials="cobalt"), "materials"),
        (a_supplier(materials=["Cobalt"]), "materials.0"),
        (a_supplier(bpn="BPNS00000EXAMPLE"), "bpn"),
        (a_supplier(block={"state": "blocked"}), "block.reason"),
        (a_supplier(record={**RECORD, "number": "a/b"}), "record.number"),
        (a_site(latitude="51.2"), "sites.0.latitude"),
        (a_site(latitude=True), "sites.0.latitude"),
        (a_site(latitude=10**400), "sites.0.latitude"),
        (a_site(longitude=180.1), "sites.0.longitude"),
        (a_supplier(name_of_boss="x"), "(unknown field)"),
        (a_supplier(record={**RECORD, "erika_mustermann": "x"}), "record.(unknown field)"),
        (a_site(erika="x"), "sites.0.(unknown field)"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named_by_its_path(data: bytes, where: str) -> None:
    with pytest.raises(BadEventError) as caught:
        inbound.read(SupplierReported, data)

    assert (caught.value.reason, caught.value.where) == (Reason.INVALID, where)


@pytest.mark.parametrize("lei", ["ZZZZ00EXAMPLE0000100", "zzzz00example0000169", "ZZZZ00", ""])
def test_a_lei_whose_check_digits_fail_has_a_reason_of_its_own(lei: str) -> None:
    with pytest.raises(BadEventError) as caught:
        inbound.read(SupplierReported, a_supplier(lei=lei))

    assert (caught.value.reason, caught.value.where) == (Reason.BAD_LEI, "lei")


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13", "2026-00-01", "0000", "26", "2026-1-1"])
def test_a_day_that_does_not_exist_is_refused(day: str) -> None:
    with pytest.raises(BadEventError) as caught:
        inbound.read(AuditReported, an_audit(held_on=day))

    assert (caught.value.reason, caught.value.where) == (Reason.INVALID, "held_on")


@pytest.mark.parametrize("day", ["2026", "2026-02", "2024-02-29"])
def test_a_date_may_be_as_coarse_as_it_is_known(day: str) -> None:
    assert inbound.read(AuditReported, an_audit(held_on=day)).held_on == day


def test_what_a_sender_leaves_out_stays_unsaid() -> None:
    audit = inbound.read(AuditReported, an_audit())

    assert audit.kind is AuditKind.AUDIT
    assert (audit.result, audit.held_on) == (None, None)
    assert audit.model_fields_set == set(AUDIT)


def test_whole_degrees_are_degrees() -> None:
    supplier = inbound.read(SupplierReported, a_site(latitude=-90, longitude=180))

    assert supplier.sites is not None
    assert (supplier.sites[0].latitude, supplier.sites[0].longitude) == (-90.0, 180.0)
