"""Reading the body of an event from outside: strict JSON, then the closed model."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sorgfalt_contracts import strict_json
from sorgfalt_contracts.events import Event, Model
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

E = TypeVar("E", bound=Event)


def read(event: type[E], data: bytes) -> E:
    """Return `data` as `event`; raise BadEventError naming the field, never its value."""
    document = strict_json.parse(data)
    try:
        return event.model_validate(document)
    except ValidationError as error:
        raise _as_bad_event(error) from None


def _as_bad_event(error: ValidationError) -> BadEventError:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    is_lei = first["type"] == DeadLetterReason.BAD_LEI.value
    reason = DeadLetterReason.BAD_LEI if is_lei else DeadLetterReason.INVALID
    return BadEventError(reason, ".".join(_step(step) for step in first["loc"]))


def _step(step: int | str) -> str:
    """Return a step of a path; a name that no contract declares is the sender's own, so input."""
    return str(step) if isinstance(step, int) or step in _DECLARED else "(unknown field)"


def _declared(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields).union(*map(_declared, model.__subclasses__()))


_DECLARED = frozenset(_declared(Model))
