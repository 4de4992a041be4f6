from dataclasses import replace

from hypothesis import given

from services.reporting.domain.difference import (
    CellDifference,
    Difference,
    Reason,
    Shift,
    State,
    compare,
)
from services.reporting.domain.difference_news import News
from services.reporting.domain.figure import Figure
from services.reporting.domain.record import Record
from tests.unit.reporting.edition_builders import (
    LABELS,
    a_book,
    a_record,
    a_rule,
    an_event,
    records,
)

DIRECT, INDIRECT, UNKNOWN = LABELS


def places(figure: Figure, code: str) -> dict[object, str]:
    events = figure.cell(code).evidence.events
    return {(event.subject.id, event.part): event.event.event_id for event in events}


def applied(found: dict[object, str], cell: CellDifference) -> dict[object, str]:
    """Take away what left, add what came, and put the new in the place of the old."""
    result = dict(found)
    for shift in (*cell.left, *cell.replaced):
        assert shift.before
        del result[shift.before.subject.id, shift.before.part]
    for shift in (*cell.came, *cell.replaced):
        assert shift.after
        result[shift.after.subject.id, shift.after.part] = shift.after.event.event_id
    return result


def mirrored(difference: Difference) -> dict[str, object]:
    """Return the difference as it reads the other way round, in any order."""
    states = {State.ADDED: State.REMOVED, State.REMOVED: State.ADDED}
    return {
        "figures": {
            figure.rule.code: (
                states.get(figure.state, figure.state),
                figure.rule_fields,
                figure.equal_cells,
                {
                    cell.code: (
                        cell.after,
                        cell.before,
                        {Shift(before=shift.after, after=shift.before) for shift in cell.shifts},
                    )
                    for cell in figure.cells
                },
            )
            for figure in difference.figures
        },
        "rules": {replace(rule, before=rule.after, after=rule.before) for rule in difference.rules},
        "news": {key: (news.arrived, news.gone) for key, news in difference.news.items()},
    }


def straight(difference: Difference) -> dict[str, object]:
    return {
        "figures": {
            figure.rule.code: (
                figure.state,
                figure.rule_fields,
                figure.equal_cells,
                {cell.code: (cell.before, cell.after, set(cell.shifts)) for cell in figure.cells},
            )
            for figure in difference.figures
        },
        "rules": set(difference.rules),
        "news": {key: (news.gone, news.arrived) for key, news in difference.news.items()},
    }


@given(records())
def test_a_record_does_not_differ_from_itself(record: Record) -> None:
    difference = compare(record, record)

    assert difference.is_empty
    assert {figure.state for figure in difference.figures} == {State.EQUAL}
    assert [figure.equal_cells for figure in difference.figures] == [3] * len(record.figures)


@given(records(), records())
def test_a_number_rises_by_what_came_less_what_left(before: Record, after: Record) -> None:
    for figure in compare(before, after).figures:
        if figure.state in {State.EQUAL, State.CHANGED}:
            for cell in figure.cells:
                assert cell.before is not None
                assert cell.after == cell.before + len(cell.came) - len(cell.left)


@given(records(), records())
def test_the_difference_applied_to_the_old_evidence_gives_the_new(
    before: Record, after: Record
) -> None:
    difference = compare(before, after)

    both = {f.rule.code for f in before.figures} & {f.rule.code for f in after.figures}
    for figure in (figure for figure in difference.figures if figure.rule.code in both):
        old, new = before.figure(figure.rule.code), after.figure(figure.rule.code)
        cells = {cell.code: cell for cell in figure.cells}
        assert figure.equal_cells == len(LABELS) - len(cells)
        for code in (label.code for label in LABELS):
            then = places(old, code)
            now = applied(then, cells[code]) if code in cells else then
            assert now == places(new, code)


@given(records(), records())
def test_the_other_way_round_is_the_mirror_image(before: Record, after: Record) -> None:
    assert straight(compare(after, before)) == mirrored(compare(before, after))


@given(records(), records())
def test_every_shift_has_an_event_or_a_rule_that_explains_it(before: Record, after: Record) -> None:
    difference = compare(before, after)
    known = {event for record in (before, after) for event in _event_ids(record)}

    for figure in difference.figures:
        for shift in (shift for cell in figure.cells for shift in cell.shifts):
            sides = [side for side in (shift.before, shift.after) if side]
            assert {side.event.event_id for side in sides} <= known
            if len(sides) == 2:
                assert difference.reason(shift) is Reason.EVENTS


def _event_ids(record: Record) -> set[str]:
    cells = (cell for figure in record.figures for cell in figure.cells)
    return {event.event.event_id for cell in cells for event in cell.evidence.events}


def test_a_supplier_that_moves_is_told_with_its_old_and_its_new_event() -> None:
    before = a_record({"suppliers": {"direct": [an_event(1), an_event(2)]}})
    after = a_record({"suppliers": {"direct": [an_event(2)], "indirect": [an_event(1, 2)]}})

    difference = compare(before, after)

    suppliers, cases = difference.figures
    assert (suppliers.state, suppliers.equal_cells, cases.state) == (State.CHANGED, 1, State.EQUAL)
    left = Shift(before=an_event(1), after=None)
    came = Shift(before=None, after=an_event(1, 2))
    assert suppliers.cells == (
        CellDifference(code="direct", row=DIRECT, column=None, before=2, after=1, shifts=(left,)),
        CellDifference(
            code="indirect", row=INDIRECT, column=None, before=0, after=1, shifts=(came,)
        ),
    )
    subject = an_event(1).subject
    assert difference.news == {
        subject.id.int: News(subject=subject, gone=(an_event(1),), arrived=(an_event(1, 2),))
    }
    assert [difference.reason(shift) for shift in (left, came)] == [Reason.EVENTS] * 2


def test_a_newer_event_behind_an_equal_number_is_told_as_replaced() -> None:
    difference = compare(
        a_record({"suppliers": {"direct": [an_event(1)]}}),
        a_record({"suppliers": {"direct": [an_event(1, 2)]}}),
    )

    (cell,) = difference.figures[0].cells
    assert (cell.before, cell.after) == (1, 1)
    assert cell.replaced == (Shift(before=an_event(1), after=an_event(1, 2)),)
    assert (cell.came, cell.left) == ((), ())


def test_another_name_for_the_same_supplier_and_event_is_no_difference() -> None:
    difference = compare(
        a_record({"suppliers": {"direct": [an_event(1, label="Old")]}}),
        a_record({"suppliers": {"direct": [an_event(1, label="New")]}}),
    )

    assert difference.is_empty


def test_parts_of_one_subject_are_told_apart() -> None:
    one, two = an_event(1, part="1"), an_event(1, part="2")

    difference = compare(
        a_record({"suppliers": {"direct": [one]}}), a_record({"suppliers": {"direct": [one, two]}})
    )

    assert difference.figures[0].cells[0].shifts == (Shift(before=None, after=two),)


def test_what_moved_without_a_new_event_is_explained_by_rules_if_these_changed() -> None:
    before = a_record({"suppliers": {"direct": [an_event(1)]}})
    behind = {"suppliers": {"unknown": [an_event(1)]}}
    shift = Shift(before=an_event(1), after=None)

    by_rules = compare(before, a_record(behind, book=a_book(edition="2026.2")))
    by_one_rule = compare(
        before, a_record(behind, book=a_book(a_rule(query="count_otherwise"), a_rule("cases")))
    )
    unexplained = compare(before, a_record(behind))

    assert by_rules.reason(shift) is Reason.RULES
    assert by_one_rule.reason(shift) is Reason.RULES
    assert unexplained.reason(shift) is Reason.OUT_OF_SIGHT
