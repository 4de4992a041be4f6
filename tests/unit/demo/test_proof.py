"""The proof file; unit tests may use the folder that pytest gives them."""

import json
from pathlib import Path

from infra.local import proof
from infra.local.settings import PROJECT


def test_entries_stand_side_by_side_for_one_tree(tmp_path: Path) -> None:
    path = tmp_path / "build" / "proof.json"
    proof.add_proof("demo", {"events": 3, "versions": {"postgres": "18"}}, path)
    found = proof.add_proof("tests", {"seconds": 1.5}, path)
    assert json.loads(path.read_text()) == found
    assert {name: set(entry) for name, entry in found["entries"].items()} == {
        "demo": {"recorded_at", "events"},
        "tests": {"recorded_at", "seconds"},
    }
    assert set(found["versions"]) == {"postgres", "python", "kafka"}


def test_another_tree_begins_the_file_anew(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_text('{"tree": {"git_tree": "other"}, "entries": {"old": {}}}')
    assert set(proof.add_proof("new", {}, path)["entries"]) == {"new"}


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_text("{")
    assert set(proof.add_proof("new", {}, path)["entries"]) == {"new"}


def test_a_tree_without_git_is_named_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "build").mkdir()
    first = proof.tree_of(tmp_path)
    (tmp_path / "build" / "out").write_text("2")
    assert proof.tree_of(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    assert proof.tree_of(tmp_path) != first
    assert set(first) == {"files_sha256"}


def test_kafka_version_is_that_of_the_lock() -> None:
    lock = (PROJECT / "infra/local/kafka.lock.toml").read_text()
    assert f":{proof.kafka_version()}" in lock
