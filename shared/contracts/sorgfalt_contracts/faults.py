"""Why an event cannot be taken: closed reason codes that never echo the input."""

from enum import StrEnum


class DeadLetterReason(StrEnum):
    """Reason code of a dead letter or a refused request."""

    NULL_VALUE = "null-value"
    NO_KEY = "no-key"
    NOT_UTF8 = "not-utf8"
    NOT_JSON = "not-json"
    DUPLICATE_KEYS = "duplicate-keys"
    NOT_A_NUMBER = "not-a-number"  # NaN or an infinity
    TOO_DEEP = "too-deep"
    TOO_LARGE = "too-large"
    BAD_ENVELOPE = "bad-envelope"  # a CloudEvents attribute is missing or malformed
    BOTH_MODES = "both-modes"  # structured body and binary attributes at once
    UNKNOWN_SOURCE = "unknown-source"  # no company is set up for this sender
    UNKNOWN_TYPE = "unknown-type"
    UNKNOWN_VERSION = "unknown-version"
    NO_ROUTE = "no-route"  # a type we know, that this consumer has no handler for
    NO_SEQUENCE = "no-sequence"  # on a fact topic: not written by a relay
    INVALID = "invalid"  # the body breaks its schema
    BAD_LEI = "bad-lei"
    ALREADY_TAKEN = "already-taken"  # its number stands for something else already
    WRONG_KEY = "wrong-key"  # the record's key is not the aggregate's
    REFUSED_BY_STORE = "refused-by-store"  # the database calls the data itself wrong


class BadEventError(Exception):
    """An event that no retry can make good.

    `where` is a path of field names in the contract, never a value of the event.
    """

    def __init__(self, reason: DeadLetterReason, where: str = "") -> None:
        super().__init__(f"{reason.value}: {where}" if where else reason.value)
        self.reason = reason
        self.where = where
