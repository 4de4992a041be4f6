from dataclasses import replace

from services.intake.domain.identity import NumberKind, StrongNumber
from services.intake.domain.report import Decision, decide_on_report
from services.intake.domain.statements import Hearing
from tests.unit.intake.builders import a_bpn, a_key, a_record, a_report, an_lei, hours, statements


def test_report_names_the_number_of_its_record_first_and_every_strong_number_it_states() -> None:
    report = a_report(a_key("7"), lei=an_lei(1), bpn=a_bpn(1))
    assert report.numbers == (
        StrongNumber(kind=NumberKind.ERP, value="S4P/100/7"),
        StrongNumber(kind=NumberKind.LEI, value=an_lei(1)),
        StrongNumber(kind=NumberKind.BPN, value=a_bpn(1)),
    )


def test_withdrawn_number_names_nobody() -> None:
    report = a_report(a_key("7"), lei=None, bpn=None)
    assert report.numbers == (StrongNumber(kind=NumberKind.ERP, value="S4P/100/7"),)


def test_decision_holds_the_record_as_it_is_now_and_why() -> None:
    record = a_record(at=hours(1), name="Alto", country="CL")
    decision = decide_on_report(record, a_report(at=hours(2), name="Bajo"))
    expected = replace(record.statements, name=statements(hours(2), name="Bajo").name)
    assert decision == Decision(
        state=replace(record, statements=expected), reasons=frozenset({Hearing.SAID})
    )


def test_report_that_says_nothing_leaves_the_very_record_it_found() -> None:
    record = a_record(name="Alto")
    decision = decide_on_report(record, a_report())
    assert decision.state is record
    assert decision.reasons == frozenset()


def test_report_names_all_numbers_its_sender_gives_the_supplier() -> None:
    report = replace(a_report(a_key("1"), lei=an_lei(1)), also=(a_key("2"),))
    assert [number.value for number in report.numbers] == ["S4P/100/1", "S4P/100/2", an_lei(1)]
