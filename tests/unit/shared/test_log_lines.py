"""A log line holds listed fields only, and nothing long enough to be a body."""

import json
import subprocess
import sys

import pytest

from shared.telemetry import logs

PROGRAM = """
import logging
import structlog
from shared.telemetry import logs

logs.configure("risk")
structlog.get_logger().info("batch committed", records=2, supplier_name="Meyer")
structlog.get_logger().debug("not said")
try:
    raise ValueError("secret of Meyer")
except ValueError:
    logging.getLogger("aiokafka").warning("lost %s", "secret of Meyer", exc_info=True)
logging.getLogger("aiokafka").info("not said")
"""


def lined(**fields: object) -> object:
    return logs._allow_listed(None, "info", dict(fields))


def test_listed_fields_pass() -> None:
    assert lined(event="said", topic="risk-assessed", offset=3) == {
        "event": "said",
        "topic": "risk-assessed",
        "offset": 3,
    }


def test_any_other_field_is_dropped_and_only_its_name_is_left() -> None:
    assert lined(event="said", person="Meyer", body=b"{}") == {
        "event": "said",
        "dropped": ["body", "person"],
    }


def test_a_long_text_is_cut() -> None:
    assert lined(event="x" * 501, reason="y" * 500) == {"event": "x" * 500, "reason": "y" * 500}


@pytest.mark.parametrize(
    "field", ["body", "data", "value", "name", "email", "text", "message", "supplier_id", "key"]
)
def test_fields_that_could_hold_a_person_or_a_body_are_not_listed(field: str) -> None:
    assert field not in logs.FIELDS


def test_lines_are_json_with_service_level_and_time_and_libraries_lose_their_values() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    ours, library = map(json.loads, done.stdout.splitlines())
    assert (ours.pop("timestamp")[-1], library.pop("timestamp")[-1]) == ("Z", "Z")
    assert ours == {
        "event": "batch committed",
        "level": "info",
        "service": "risk",
        "records": 2,
        "dropped": ["supplier_name"],
    }
    assert library == {
        "event": "library",
        "level": "warning",
        "service": "risk",
        "where": "aiokafka",
        "error": "ValueError",
        "kind": "lost %s",
    }
    assert "Meyer" not in done.stdout + done.stderr
