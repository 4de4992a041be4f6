from dataclasses import replace

from sorgfalt_contracts.terms import EditionId, derived_id

from services.reporting.domain.difference import State, compare
from services.reporting.domain.difference_rules import CountChange, RuleChange
from services.reporting.domain.record import MethodSeen
from tests.unit.reporting.edition_builders import a_book, a_record, a_rule, frozen


def test_changed_rules_are_told_with_both_readings() -> None:
    old = a_book()
    new = replace(
        a_book(a_rule("suppliers", law="Section 9")),
        editions=(replace(old.edition, edition="2027.1"),),
        law=(replace(old.law[0], status="repealed"),),
    )

    difference = compare(a_record(book=old), a_record(book=new, company="Example SE"))

    company = str(a_record().company.company_id)
    assert difference.rules == (
        RuleChange(kind="company", code=company, before="Example AG", after="Example SE"),
        RuleChange(kind="pack", code="lksg_v1", before="edition 2026.1", after="edition 2027.1"),
        RuleChange(kind="figure", code="cases", before="All cases", after=None),
        RuleChange(
            kind="law",
            code="Section 10(1)",
            before="Document it. (in force)",
            after="Document it. (repealed)",
        ),
    )
    suppliers, cases = difference.figures
    assert (suppliers.state, suppliers.rule_fields) == (State.CHANGED, ("law",))
    assert cases.state is State.REMOVED
    assert {(cell.before, cell.after) for cell in cases.cells} == {(0, None)}
    assert not difference.is_empty


def test_counts_beside_the_figures_are_compared_too() -> None:
    before = a_record()
    after = replace(
        before,
        methods=(MethodSeen(method="method_v2", suppliers=3),),
        loose_ends=replace(before.loose_ends, merged=2),
    )

    assert compare(before, after).counts == (
        CountChange(name="loose ends: merged", before=0, after=2),
        CountChange(name="method method_v1", before=3, after=0),
        CountChange(name="method method_v2", before=0, after=3),
    )


def test_an_edition_has_an_id_of_its_own_for_ever() -> None:
    heading = frozen(a_record(), number=2).heading

    parts = (str(heading.company_id), "lksg-10-1", "2")
    assert heading.edition_id == EditionId(derived_id("edition", *parts))
