"""JSON logs: one line an event of the program, allow-listed fields, never a body.

A field that is not on the list is dropped and named in `dropped`, so that a personal datum
passed by mistake does not reach the disk.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

FIELDS: Final = frozenset(
    {
        "event", "level", "timestamp", "service", "topic", "topics", "partition", "partitions",
        "offset", "next_offset", "sequence", "expected", "epoch", "records", "facts", "reason",
        "repeats", "stale", "dead_letters", "seconds", "attempt", "error", "sqlstate", "where",
        "fencing", "holder", "address", "port", "version", "pack", "edition", "kind", "claimed",
        "method", "month", "waiting", "signal", "role", "dropped",
    }
)  # fmt: skip
_MAX_VALUE: Final = 500  # characters; longer text is cut, so that no body fits in by mistake


def _allow_listed(
    _logger: object, _name: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    dropped = sorted(set(line) - FIELDS)
    kept = {key: _bounded(value) for key, value in line.items() if key in FIELDS}
    return {**kept, "dropped": dropped} if dropped else kept


def _bounded(value: Any) -> Any:
    return value[:_MAX_VALUE] if isinstance(value, str) else value


class _Foreign(logging.Handler):
    """Passes warnings of libraries on as our lines: logger, level, the error's type, the template.

    A message without arguments may have values written into it, so it is left out.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as one of our lines."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().log(
            record.levelno,
            "library",
            where=record.name,
            error=error,
            kind=str(record.msg) if record.args else None,
        )


def configure(service: str, level: int = logging.INFO) -> None:
    """Write JSON lines to standard output, each with the service's name, from `level` up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _allow_listed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(handlers=[_Foreign()], level=logging.WARNING, force=True)
