"""The published method: sound, complete, and refused when it is not."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sorgfalt_contracts.terms import Right

from services.risk.domain.method import CODES, faults
from services.risk.store import PACKS, load_method
from shared.store.packs import PackError
from tests.unit.risk.builders import the_method, the_published_method


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return shutil.copytree(PACKS, tmp_path / "packs")


def rewrite(file: Path, old: str, new: str) -> None:
    """Change a file of a pack together with its checksum, as an editor of the pack would."""
    before = file.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert after != before
    file.write_bytes(after)
    toml = file.with_name("pack.toml")
    old_digest, new_digest = (hashlib.sha256(content).hexdigest() for content in (before, after))
    toml.write_text(toml.read_text().replace(old_digest, new_digest))


def test_the_published_method_has_no_fault() -> None:
    assert faults(the_method()) == []


def test_every_right_has_a_title_of_its_own() -> None:
    titles = {right: each.title for right, each in the_method().severities.items()}
    assert set(titles) == set(Right)
    assert len(set(titles.values())) == len(Right)


def test_the_real_files_are_the_retrieved_ones_to_the_byte() -> None:
    digests = {
        name: hashlib.sha256((PACKS / name).read_bytes()).hexdigest()
        for name in (
            "wgi_2019/wgi_2019.csv",
            "dol_goods_2022/dol_tvpra_goods_2022.csv",
            "usgs_production_2026/usgs_mineral_production.csv",
        )
    }
    assert digests == {
        "wgi_2019/wgi_2019.csv": "5be193dedc39fe8e54884224978e81d080e73470a34355f3e1ea3a594c76e574",
        "dol_goods_2022/dol_tvpra_goods_2022.csv": (
            "e5842b3d7fb0cd89fa4ceafc1c7208f4d73f2f86441f8292cc92d110836e5bed"
        ),
        "usgs_production_2026/usgs_mineral_production.csv": (
            "937ca853b2ebb9142f92493d168bcc7ffe9860a84b96b7ebbb23db6649adc7f5"
        ),
    }


def test_the_method_is_published_with_every_pack_it_rests_on() -> None:
    assert [(pack.pack, pack.edition) for pack in the_published_method().packs] == [
        ("method_v1", "2"),
        ("wgi_2019", "2019"),
        ("dol_goods_2022", "2022"),
        ("countries_v1", "1"),
        ("usgs_production_2026", "2026"),
    ]


def test_the_text_of_the_method_is_short_enough_to_be_read() -> None:
    assert 40 <= len(the_published_method().text.splitlines()) <= 120


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_reason_code_has_a_sentence(code: str) -> None:
    assert the_method().sentences[code].endswith((".", "}."))


def test_a_right_without_severity_is_a_fault() -> None:
    severities = {right: each for right, each in the_method().severities.items() if right != "HR04"}
    assert faults(replace(the_method(), severities=severities)) == ["HR04 has no severity"]


def test_a_grade_outside_the_scale_is_a_fault() -> None:
    graded = dict(the_method().severities)
    graded[Right.SLAVERY] = replace(graded[Right.SLAVERY], scale=6)
    assert faults(replace(the_method(), severities=graded)) == ["HR04 is graded outside 1 to 5"]


def test_a_reason_without_a_sentence_is_a_fault() -> None:
    sentences = {code: text for code, text in the_method().sentences.items() if code != "no-rule"}
    assert faults(replace(the_method(), sentences=sentences)) == ["no-rule has no sentence"]


def test_priority_rules_with_a_gap_are_a_fault() -> None:
    found = faults(replace(the_method(), priorities=the_method().priorities[:-1]))
    assert found == ["the priority rules leave severity 1 with likelihood 1 without a priority"]


def test_a_country_of_the_index_that_nobody_mapped_stops_the_service(packs: Path) -> None:
    rewrite(packs / "countries_v1" / "countries.csv", "wgi-code,ZAR,CD", "wgi-code,COD,CD")
    with pytest.raises(PackError, match="wgi-code 'ZAR' is not in the table of countries"):
        load_method(packs)


def test_a_good_without_a_material_stops_the_service(packs: Path) -> None:
    rewrite(packs / "method_v1" / "materials.csv", "cobalt,Cobalt ore (heterogenite),\n", "")
    with pytest.raises(PackError, match="goods without material or unknown: Cobalt ore"):
        load_method(packs)


def test_a_rule_on_an_indicator_that_does_not_exist_stops_the_service(packs: Path) -> None:
    toml = packs / "method_v1" / "pack.toml"
    toml.write_text(toml.read_text().replace("RuleofLaw", "RuleOfLaw"))
    with pytest.raises(PackError, match="the index has no RuleOfLaw"):
        load_method(packs)


def test_a_rule_on_a_year_the_table_does_not_have_stops_the_service(packs: Path) -> None:
    toml = packs / "method_v1" / "pack.toml"
    toml.write_text(toml.read_text().replace('year = "2023e"', 'year = "2022"'))
    with pytest.raises(PackError, match="no mine figures of copper for 2022"):
        load_method(packs)


@pytest.mark.parametrize(
    ("rule", "instead", "fault"),
    [
        ("undecided = 3", "undecided = 6", "evidence gives likelihood 6"),
        ("minor = 2", "", "findings have no likelihood for minor"),
        ('otherwise = "P3Y"', 'otherwise = "3 years"', "3 years is no period"),
        ('kinds = ["audit"]', 'kinds = ["visit"]', "'visit' is not a valid AuditKind"),
    ],
)
def test_rules_of_evidence_that_cannot_be_followed_stop_the_service(
    packs: Path, rule: str, instead: str, fault: str
) -> None:
    toml = packs / "method_v1" / "pack.toml"
    toml.write_text(toml.read_text().replace(rule, instead))
    with pytest.raises(PackError, match=fault):
        load_method(packs)


def test_a_file_that_differs_from_its_checksum_stops_the_service(packs: Path) -> None:
    file = packs / "wgi_2019" / "wgi_2019.csv"
    file.write_bytes(file.read_bytes().replace(b"2.4038462638855", b"92.4038462638855"))
    with pytest.raises(PackError, match="differs from its checksum"):
        load_method(packs)
