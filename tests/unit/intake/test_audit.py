"""Audits: whose they are, which report of one stands, and how they leave."""

from dataclasses import fields, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import events, inbound
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import AuditKind, FindingGrade, Right, derived_id

from services.intake.domain.audit import Finding, ReportAudit, Standing, first_of_each, standings
from services.intake.translate import audits as translate
from tests.unit.intake.builders import SUPPLIER, a_key, an_audit
from tests.unit.intake.test_translate import a_cause, refusal

RECORD = {"system": "S4P", "client": "100", "number": "4711"}
OTHERWISE: dict[str, Any] = {
    "key": a_key("4712"), "audit_number": "A-2", "kind": AuditKind.AWARD, "scheme": "other-scheme",
    "site_number": "W1", "scheme_version": "2", "held_on": "2025", "date_means": "year",
    "result": "pass", "findings": (Finding(number="1", grade=FindingGrade.MINOR),),
}  # fmt: skip


def read(**body: Any) -> events.AuditReported:
    default = {"record": RECORD, "audit_number": "A-1", "kind": "audit", "scheme": "s"}
    return inbound.read(events.AuditReported, msgspec.json.encode({**default, **body}))


def test_audit_is_known_by_the_senders_system_client_and_audit_number_alone() -> None:
    expected = derived_id("audit", "S4P", "100", "A-1")
    assert an_audit(a_key("1")).audit_id == an_audit(a_key("2")).audit_id == expected


def test_site_of_an_audit_is_the_site_of_that_number_in_master_data() -> None:
    assert an_audit(site_number="W1").site_id == derived_id("site", "S4P", "100", "W1")
    assert an_audit().site_id is None


@pytest.mark.parametrize("field", OTHERWISE)
def test_audit_that_differs_in_any_field_is_another_content(field: str) -> None:
    assert an_audit().digest != an_audit(**{field: OTHERWISE[field]}).digest


def test_every_field_counts_as_content() -> None:
    assert {field.name for field in fields(ReportAudit)} == OTHERWISE.keys() | {"company_id"}


def test_grade_and_rights_of_a_finding_are_content() -> None:
    minor = Finding(number="1", grade=FindingGrade.MINOR)
    digests = {
        an_audit(findings=(finding,)).digest
        for finding in (
            minor,
            replace(minor, grade=FindingGrade.MAJOR),
            replace(minor, rights=(Right.WAGE,)),
        )
    }
    assert len(digests) == 3


contents = st.lists(
    st.builds(an_audit, audit_number=st.sampled_from("AB"), result=st.sampled_from(["1", "2"])),
    max_size=6,
)


@given(contents, st.none() | st.sampled_from(["1", "2"]))
def test_first_report_of_a_number_stands_and_only_the_same_again_is_harmless(
    arrived: list[ReportAudit], stood: str | None
) -> None:
    before = {} if stood is None else {a.audit_key: a.digest for a in [an_audit_a(stood)]}
    found = standings(arrived, before)
    first = {report.audit_number: report.result for report in reversed(arrived)} | (
        {"A": stood} if stood else {}
    )
    for place, (report, standing) in enumerate(zip(arrived, found, strict=True)):
        is_first = all(earlier.audit_number != report.audit_number for earlier in arrived[:place])
        if report.audit_key not in before and is_first:
            assert standing is Standing.COMPLETED
        else:
            same = first[report.audit_number] == report.result
            assert standing is (Standing.REPEATED if same else Standing.CONTRADICTED)


def test_of_two_reports_of_one_number_the_first_is_put_down() -> None:
    one, other = an_audit_a("1"), an_audit_a("2")
    assert first_of_each([one, other]) == {one.audit_key: one}


def an_audit_a(result: str) -> ReportAudit:
    return an_audit(audit_number="A", result=result)


def test_what_the_sender_leaves_out_stays_missing() -> None:
    audit = translate.to_command(read(held_on="2022-09", date_means="held-as-of"), a_cause())
    assert audit == an_audit(scheme="s", held_on="2022-09", date_means="held-as-of")
    bare = events.AuditCompleted.model_validate_json(translate.to_body(an_audit(), SUPPLIER))
    assert (bare.held_on, bare.date_means, bare.result, bare.site_id) == (None, None, None, None)


def test_findings_stand_in_order_of_their_numbers_with_each_right_once() -> None:
    given = [
        {"number": "2", "grade": "major", "rights": ["HR05", "HR03", "HR05"]},
        {"number": "1", "grade": "critical"},
    ]
    assert translate.to_command(read(findings=given), a_cause()).findings == (
        Finding(number="1", grade=FindingGrade.CRITICAL),
        Finding(
            number="2",
            grade=FindingGrade.MAJOR,
            rights=(Right.FORCED_LABOUR, Right.OCCUPATIONAL_SAFETY),
        ),
    )


def test_finding_number_that_stands_twice_is_refused() -> None:
    event = read(findings=[{"number": "1", "grade": "minor"}, {"number": "1", "grade": "major"}])
    assert refusal(lambda: translate.to_command(event, a_cause())) == (
        DeadLetterReason.INVALID,
        "findings.number",
    )


def test_audit_under_another_key_than_its_records_is_refused() -> None:
    with pytest.raises(BadEventError) as caught:
        translate.to_command(read(), a_cause(key=b"S4P/100/4712"))
    assert caught.value.reason is DeadLetterReason.WRONG_KEY


@given(
    st.builds(
        an_audit,
        kind=st.sampled_from(AuditKind),
        site_number=st.none() | st.just("W1"),
        held_on=st.none() | st.sampled_from(["2023", "2022-09", "2024-02-16"]),
        result=st.none() | st.just("IRMA 75"),
        findings=st.lists(
            st.builds(
                Finding,
                number=st.sampled_from("123"),
                grade=st.sampled_from(FindingGrade),
                rights=st.lists(st.sampled_from(Right), unique=True, max_size=3).map(tuple),
            ),
            max_size=3,
        ).map(tuple),
    )
)
def test_every_audit_becomes_a_body_that_the_contract_accepts(audit: ReportAudit) -> None:
    model = events.AuditCompleted.model_validate_json(translate.to_body(audit, SUPPLIER))
    assert (model.company_id, model.supplier_id) == (audit.company_id, SUPPLIER)
    assert (model.audit_id, model.site_id) == (audit.audit_id, audit.site_id)
    assert (model.kind, model.held_on, model.result) == (audit.kind, audit.held_on, audit.result)
    found = tuple((f.number, f.grade, tuple(f.rights)) for f in model.findings)
    assert found == tuple((f.number, f.grade, f.rights) for f in audit.findings)


def test_fact_of_an_audit_is_keyed_by_its_supplier() -> None:
    fact = translate.to_fact(SUPPLIER, b"{}", a_cause())
    assert (fact.topic, fact.key, fact.type) == (
        "audit-completed",
        str(SUPPLIER),
        events.AuditCompleted.TYPE,
    )
