import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.evidence import Subject, SubjectKind
from services.reporting.domain.position import Position
from services.reporting.domain.rule_book import RuleBook
from services.reporting.domain.supplier import Source
from services.reporting.pages import ROWS_SHOWN, render_record, share
from tests.unit.reporting.builders import BOOK, BOOKS, PREVIEW, a_record, an_evidence_event

HOSTILE = '<script>alert("x")</script><img src=//evil.example onerror=alert(1)>'
ADDRESSES = {"href", "src", "action", "srcset", "data", "poster"}


class Page(HTMLParser):
    """What a browser would find: tags, addresses, ids, text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.scopeless = 0
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]
        self.ids += [found["id"] or ""] if "id" in found else []
        self.scopeless += tag == "th" and "scope" not in found
        assert not any(name.startswith("on") for name in found)

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", self.text)


def test_the_page_needs_nothing_from_outside_and_no_script() -> None:
    for static in (True, False):
        page = Page(render_record(a_record(), static=static))

        assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
        assert all(re.match(r"#|/disclosures/|disclosure\.json$", a) for a in page.addresses)


def test_names_from_outside_are_text_and_never_markup() -> None:
    record = a_record(
        name=HOSTILE, company=HOSTILE, sources={Source(code=HOSTILE, edition=HOSTILE): 1}
    )

    written = render_record(record, static=True)

    assert HOSTILE in Page(written).text
    assert "<script" not in written
    assert "<img" not in written


def test_the_links_of_a_saved_page_stay_in_its_folder() -> None:
    page = Page(render_record(a_record(events=1), static=True))

    assert {a for a in page.addresses if not a.startswith("#")} == {"disclosure.json"}


def test_the_links_of_a_live_page_lead_to_all_events_of_a_number() -> None:
    page = Page(render_record(a_record(events=1), static=False))

    assert (
        "/disclosures/lksg-10-1/figures/suppliers_by_relation/evidence?cell=direct"
        in page.addresses
    )


def test_every_number_above_zero_opens_to_its_events() -> None:
    record = a_record()
    page = Page(render_record(record, static=True))

    cells = [(figure, cell) for figure in record.figures for cell in figure.cells if cell.value]
    wanted = {f"#{figure.rule.code}.{cell.code}" for figure, cell in cells}
    assert wanted <= set(page.addresses)
    assert {address[1:] for address in page.addresses if address.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_says_known_assumed_and_unknown_in_words_and_numbers() -> None:
    words = Page(render_record(a_record(), static=True)).words

    assert "Known: 1 (0.8 %)" in words
    assert "Assumed: 3 (2.5 %)" in words
    assert "Unknown: 116 (96.7 %)" in words
    assert "For 19 of the 20 rights there is no data on any supplier." in words
    assert "On average 19.3 of 20 rights are unknown per supplier." in words
    assert "Unknown is not low" in words


def test_suppliers_without_any_assessment_are_said_in_print() -> None:
    words = Page(render_record(a_record(), static=True)).words

    assert "2 not assessed: every right unknown" in words
    assert "No assessment received; every right unknown" in words


def test_an_empty_log_is_not_printed_as_a_clean_record() -> None:
    empty = a_record({}, sources={}, position=Position(marks=()))

    words = Page(render_record(empty, static=False)).words

    assert "Nothing has been read yet." in words
    assert "No supplier is on record, so nothing can be said about any right." in words


def test_the_page_tells_rules_vintage_licence_gaps_and_the_state_of_the_law() -> None:
    words = Page(render_record(a_record(), static=True)).words

    assert "edition 2026-11.2, in force" in words
    assert "Values of 2019; newer editions exist" in words
    assert "CC BY 4.0" in words
    assert all(gap.title in words for gap in BOOK.gaps)
    assert "Section 10(2) to (4) LkSG: amendment pending" in words


def test_a_source_without_a_note_is_printed_as_unknown() -> None:
    record = a_record(sources={Source(code="rumour", edition="7"): 3})

    words = Page(render_record(record, static=True)).words

    assert (
        "A source that our list does not know (rumour, edition 7), cited for 3 suppliers" in words
    )
    assert "Vintage and licence unknown." in words


def test_many_countries_are_folded_and_none_is_dropped() -> None:
    codes = sorted(BOOK.figure("suppliers_by_country").rows.more)[: 3 * ROWS_SHOWN]
    counts = {
        "suppliers_by_relation": {("direct", ""): len(codes)},
        "suppliers_by_country": {(code, ""): 1 for code in codes},
    }
    record = a_record(counts)

    page = Page(render_record(record, static=True))

    assert {f"suppliers_by_country.{code}" for code in codes} <= set(page.ids)
    assert f"{len(codes) + 1 - ROWS_SHOWN} more rows with smaller numbers" in page.words


def test_tables_and_headings_carry_their_structure() -> None:
    page = Page(render_record(a_record(), static=True))

    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert page.tags.count("h1") == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    assert page.scopeless == 0


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_is_never_rounded_into_nothing_or_everything(one: int, other: int) -> None:
    printed = share(one, one + other)

    assert (printed == "0 %") == (one == 0 and other > 0)
    assert (printed == "100 %") == (other == 0 and one > 0)


@pytest.mark.parametrize(("part", "printed"), [(1, "0.1 %"), (4999, "99.9 %"), (2500, "50.0 %")])
def test_a_share_is_printed_to_one_tenth(part: int, printed: str) -> None:
    assert share(part, 5000) == printed


def test_figures_stand_under_the_headings_of_their_rules_and_the_contents_lead_to_all() -> None:
    record = a_record()
    written = render_record(record, static=True)
    page = Page(written)

    places = [written.index(f'id="part-{section.code}"') for section in BOOK.sections]
    assert places == sorted(places)
    for rule in BOOK.figures:
        number = [section.code for section in BOOK.sections].index(rule.section)
        here = written.index(f'<h3 id="{rule.code}"')
        assert here > places[number]
        assert all(here < place for place in places[number + 1 :])
        assert f"#{rule.code}" in page.addresses
    assert written.index('id="summary"') < written.index('id="contents"') < places[0]


def test_what_is_known_assumed_and_unknown_stands_before_what_is_to_be_done() -> None:
    written = render_record(a_record(), static=True)

    assert written.index("not assessed: every right unknown") < written.index('id="attention"')
    assert written.index('id="attention"') < written.index('id="contents"')


def test_what_to_look_at_first_leads_to_its_number_and_says_zero_in_print() -> None:
    page = Page(render_record(a_record({"plans_by_state": {("overdue", ""): 2}}), static=True))

    assert page.addresses.count("#plans_by_state.overdue") == 2
    assert "2 action plans overdue" in page.words
    assert "0 critical findings of audits" in page.words


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_every_record_says_what_it_is_and_what_it_cannot_say(book: RuleBook) -> None:
    words = Page(render_record(a_record({}, book=book), static=True)).words

    assert book.note in words
    assert book.edition.title in words
    assert all(gap.title in words for gap in book.gaps)
    assert all(figure.title in words for figure in book.figures)


def test_the_preview_is_marked_as_one() -> None:
    words = Page(render_record(a_record({}, book=PREVIEW), static=True)).words

    assert "the delegated act on the content of the statement has not been adopted" in words
    assert "preview: delegated act not adopted" in words


def test_a_figure_without_any_row_says_that_nothing_was_counted() -> None:
    words = Page(render_record(a_record({}), static=True)).words

    assert "Nothing was counted. No event has told of any." in words


def test_a_complaint_is_named_by_its_id_and_a_part_by_what_it_is() -> None:
    case = UUID(int=0x8001)
    complaint = an_evidence_event()
    finding = replace(
        complaint, subject=replace(complaint.subject, kind=SubjectKind.AUDIT), part="2.1"
    )
    of_case = Subject(kind=SubjectKind.CASE, id=case, label=str(case))
    shown = {
        "complaints_by_stage": replace(complaint, subject=of_case),
        "findings_by_grade": finding,
        "contradictions_open": replace(finding, part=str(case)),
    }
    counts = {
        "complaints_by_stage": {("received", ""): 1},
        "findings_by_grade": {("major", ""): 1},
        "contradictions_open": {("open", ""): 1},
    }

    words = Page(render_record(a_record(counts, shown=shown), static=True)).words

    assert f"Complaint {case}: supplier-updated" in words
    assert f"Muster GmbH, audit {finding.subject.id}, finding 2.1: supplier-updated" in words
    assert f"Muster GmbH, audit {finding.subject.id}, complaint {case}: supplier-updated" in words
