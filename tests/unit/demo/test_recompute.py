"""The recomputation on cases small enough to be worked out by hand."""

from dataclasses import replace
from pathlib import Path

from infra.local.demo import bad_events
from tests.system.recompute import Record, Texts, figures, predict, read_cases, read_feed
from tests.unit.demo.second_computation import INDEX, RIGHTS, TEXTS, a_report, a_site


def high(feed: list[Record], texts: Texts = TEXTS) -> dict[str, int]:
    cells = figures(feed, texts)["high_priority_by_right"]
    return {code: count for code, count in cells.items() if not code.endswith(".unrated")}


def test_one_mine_worked_out_by_hand() -> None:
    found = figures(
        [a_report("1", relation="presumed", sites=[a_site("A", "CD", "copper")])], TEXTS
    )
    rated = ("HR01", "HR02", "HR06", "HR08", "HR10", "HR11")
    assert found == {
        "suppliers_by_relation": {"presumed": 1},
        "suppliers_by_country": {"unknown": 1},
        "suppliers_assessed": {"assumed": 1},
        "suppliers_with_unknown_rights": {"some": 1},
        "high_priority_by_right": {
            **{f"{right}.unrated": 1 for right in RIGHTS if right not in rated},
            **{f"{right}.high-assumed": 1 for right in rated if right != "HR08"},
        },
        "origins_by_material": {"copper.assumed": 1},
    }


def test_supplier_without_a_country_is_unknown_in_every_right() -> None:
    found = figures([a_report("1", name="x")], TEXTS)
    assert found["suppliers_by_relation"] == {"unknown": 1}
    assert found["suppliers_assessed"] == {"unknown": 1}
    assert found["suppliers_with_unknown_rights"] == {"all": 1}


def test_sites_count_before_the_seat_and_the_worst_site_decides() -> None:
    sites = [a_site("A", "NO"), a_site("B", "CD")]
    assert "HR06.high-assumed" in high([a_report("1", country="NO", sites=sites)])
    assert high([a_report("1", country="CD", sites=[a_site("A", "NO")])]) == {}


def test_goods_are_joined_by_the_site_that_has_the_material() -> None:
    apart = [a_site("A", "NO", "copper", stage="mine"), a_site("B", "CD", "lithium")]
    assert "HR01.high-assumed" not in high([a_report("1", sites=apart)])


def test_material_that_no_site_names_may_come_from_any() -> None:
    feed = [a_report("1", sites=[a_site("A", "CD", "lithium")], materials=["copper"])]
    assert "HR01.high-assumed" in high(feed)


def test_site_without_materials_has_those_of_the_supplier() -> None:
    sites = [a_site("A", "NO", "copper"), a_site("B", "CD")]
    assert "HR01.high-assumed" in high([a_report("1", sites=sites)])


def test_percentile_at_a_threshold_belongs_to_the_better_band() -> None:
    assert high([a_report("1", country="NO")]) == {}
    just_below = replace(
        TEXTS, index=INDEX.replace("PoliticalStability,50", "PoliticalStability,49.9")
    )
    assert high([a_report("1", country="NO")], just_below) == {"HR11.high-assumed": 1}


def test_no_known_material_joins_nothing() -> None:
    assert "HR01.high-assumed" not in high([a_report("1", country="CD")])


def test_records_are_one_supplier_through_a_chain_of_numbers() -> None:
    feed = [
        a_report("1", relation="direct", lei="ZZZZ00ABCDEFGHIJKL98"),
        a_report("3", time="2026-01-03T00:00:00Z", relation="former", bpn="BPNL000000000001"),
        a_report("2", relation="direct", lei="ZZZZ00ABCDEFGHIJKL98", bpn="BPNL000000000001"),
    ]
    assert figures(feed, TEXTS)["suppliers_by_relation"] == {"former": 1}


def test_the_statement_said_last_wins_and_restating_does_not() -> None:
    feed = [
        a_report("1", "2026-01-01T00:00:00Z", relation="direct", bpn="BPNL000000000001"),
        a_report("2", "2026-01-02T00:00:00Z", relation="indirect", bpn="BPNL000000000001"),
        a_report("1", "2026-01-03T00:00:00Z", relation="direct"),
    ]
    assert figures(feed, TEXTS)["suppliers_by_relation"] == {"indirect": 1}


def test_late_news_has_no_effect() -> None:
    feed = [
        a_report("1", "2026-01-02T00:00:00Z", relation="direct"),
        a_report("1", "2026-01-01T00:00:00Z", relation="indirect"),
    ]
    assert figures(feed, TEXTS)["suppliers_by_relation"] == {"direct": 1}


def test_bad_events_count_nowhere() -> None:
    bad = [(each.record.key, each.record.value, each.record.headers) for each in bad_events.bad()]
    assert figures(bad, TEXTS) == {}


def test_prediction_drops_records_and_changes_cells() -> None:
    feed = [a_report("1", country="NO"), a_report("2", country="CD")]
    fewer = predict(feed, TEXTS, dropped=lambda record: record[0] == b"2")
    assert fewer == figures(feed[:1], TEXTS)
    worse = INDEX.replace("VoiceandAccountability,99", "VoiceandAccountability,1")
    assert predict(feed, TEXTS, index=worse) == figures(feed, replace(TEXTS, index=worse))
    assert predict(feed, TEXTS, index=worse) != figures(feed, TEXTS)


def test_feed_is_read_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text('{"key": null, "value": "e30=", "headers": {"ce_id": "1"}}\n')
    assert list(read_feed(path)) == [(None, b"{}", [("ce_id", b"1")])]


def test_cases_are_read_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"case": "C1", "topics": [], "said": []}\n')
    assert read_cases(path) == [{"case": "C1", "topics": [], "said": []}]
