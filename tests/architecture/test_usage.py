"""Nothing is declared that nobody uses, and nothing used that nobody declared."""

from pathlib import Path

import pytest

from shared.telemetry.logs import FIELDS
from tests.architecture.rules import usage
from tests.architecture.rules.tree import ROOT, Source, sources, write_tree

RUNNING = sources(ROOT, "services", "shared")
QUERIES = "-- name: load_things\n-- All.\nselect 1;\n\n-- name: save_things\n-- All.\nselect 2;\n"
STORE = "from shared.store.named_sql import load_queries\nQ = load_queries('queries.sql')\n"


def tree(root: Path, **files: str) -> tuple[Source, ...]:
    named = {f"services/x/{name}.py": text for name, text in files.items()}
    return sources(write_tree(root, named), "services")


def asked(root: Path, **files: str) -> list[str]:
    write_tree(root, {"services/x/queries.sql": QUERIES})
    return usage.unmatched_statements(root, tree(root, **files))


def test_every_statement_is_asked_for_and_every_one_asked_for_exists() -> None:
    assert usage.unmatched_statements(ROOT, RUNNING) == []


def test_every_metric_moves() -> None:
    (catalogue,) = (each for each in RUNNING if each.path == "shared/telemetry/metrics.py")
    assert usage.unused_metrics(catalogue, RUNNING) == []


def test_every_setting_is_read() -> None:
    settings = [each for each in RUNNING if each.stem == "settings"]
    assert usage.unread_settings(settings, RUNNING) == []


def test_logs_carry_listed_fields_and_constant_texts_only() -> None:
    assert usage.unlisted_log_fields(RUNNING, FIELDS) == []


def test_a_statement_asked_for_by_two_files_has_no_fault(tmp_path: Path) -> None:
    other = "from services.x.store import Q\nX = Q.save_things\n"
    assert asked(tmp_path, store=STORE + "X = Q.load_things\n", other=other) == []


def test_a_statement_that_nobody_asks_for_is_found(tmp_path: Path) -> None:
    assert asked(tmp_path, store=STORE + "X = Q.load_things\n") == [
        "services.x: nobody asks for save_things"
    ]


def test_a_statement_that_does_not_exist_is_found(tmp_path: Path) -> None:
    text = STORE + "X = (Q.load_things, Q.save_things, Q.drop_things)\n"
    assert asked(tmp_path, store=text) == ["services.x: there is no drop_things"]


def test_a_rule_pack_may_ask_for_a_statement_by_name(tmp_path: Path) -> None:
    pack = '[[figures]]\nquery = "load_things"\nevidence_query = "save_things"\n'
    write_tree(tmp_path, {"services/x/packs/law/pack.toml": pack})
    assert asked(tmp_path, store=STORE) == []


def test_a_metric_that_nothing_moves_is_found(tmp_path: Path) -> None:
    catalogue, mover = tree(
        tmp_path,
        a_metrics="A: Final = Counter('a', '')\nB: Final = Counter('b', '')\n_S: Final = 1\n",
        mover="from shared.telemetry import metrics\nmetrics.A.inc()\n",
    )
    assert usage.unused_metrics(catalogue, [catalogue, mover]) == ["B"]


def test_a_setting_that_nothing_reads_is_found(tmp_path: Path) -> None:
    text = "class Settings(ServiceSettings):\n    read: str\n    unread: str\n"
    files = tree(tmp_path, settings=text, app="def build(settings):\n    return settings.read\n")
    assert usage.unread_settings(files[1:], files) == ["services/x/settings.py:3 unread"]


@pytest.mark.parametrize(
    "call",
    [
        'log.info("said", topic=1)',
        'log.bind(topic=1).error("said")',
        'log.log(20, "said", kind=1)',
        'bind_contextvars(service="x")',
        "document.info(body=1)",
        "math.log(10)",
    ],
)
def test_a_log_line_in_order_has_no_fault(tmp_path: Path, call: str) -> None:
    assert usage.unlisted_log_fields(tree(tmp_path, a=call), FIELDS) == []


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ('log.info("said", body=1)', "field body is not on the list"),
        ('self._log.info("said", body=1)', "field body is not on the list"),
        ('structlog.get_logger().error("said", name=1)', "field name is not on the list"),
        ('log.bind(person=1).error("said")', "field person is not on the list"),
        ("log.info(f'said {x}')", "the text is not constant"),
        ('log.info("said %s" % x)', "the text is not constant"),
        ('log.info("said %s", x)', "the text is not constant"),
        ("log.log(20, x)", "the text is not constant"),
        ('log.info("said", **fields)', "fields by ** cannot be checked"),
    ],
)
def test_a_log_line_that_could_leak_is_found(tmp_path: Path, call: str, fault: str) -> None:
    assert usage.unlisted_log_fields(tree(tmp_path, a=call), FIELDS) == [
        f"services/x/a.py:1: {fault}"
    ]
