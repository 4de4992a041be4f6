"""Which event goes where: topic and type -> reader, translation, handler."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from sorgfalt_contracts.events import BY_TYPE
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.topics import Topic

from shared.store.cause import Cause, Caused
from shared.store.transaction import Transaction

E = TypeVar("E")
C = TypeVar("C")


@dataclass(frozen=True, kw_only=True, slots=True)
class Route(Generic[E, C]):
    """What a service does with one type of event on one topic.

    `read` decodes a body (msgspec for our facts, strict pydantic for events from outside),
    `translate` makes the command of it; both may raise BadEventError. `handle` gets all commands
    of its type in a batch, in order per partition, inside the batch's transaction.
    """

    topic: Topic
    type: str
    read: Callable[[bytes], E]
    translate: Callable[[E, Cause], C]
    handle: Callable[[Transaction, Sequence[Caused[C]]], Awaitable[None]]


Key: TypeAlias = tuple[str, str]
_NAMES: Final = {name.rsplit(".", 1)[0] for name in BY_TYPE}


class Routing:
    """The routes of a service by topic and type."""

    def __init__(self, routes: Sequence[Route[Any, Any]]) -> None:
        self._routes: Mapping[Key, Route[Any, Any]] = {
            (route.topic.name, route.type): route for route in routes
        }
        self.topics: Mapping[str, Topic] = {route.topic.name: route.topic for route in routes}

    def ordered(self, work: Mapping[Key, Any]) -> list[tuple[Route[Any, Any], Any]]:
        """Return each route that has work, in the order in which the service lists its routes.

        That order is the service's own: suppliers before the audits that speak of them, say,
        whichever of them a batch happens to begin with.
        """
        return [(route, work[key]) for key, route in self._routes.items() if key in work]

    def find(self, topic: str, event_type: str) -> Route[Any, Any]:
        """Return the route; raise BadEventError saying what kind of stranger the type is."""
        route = self._routes.get((topic, event_type))
        if route is not None:
            return route
        if event_type in BY_TYPE:
            raise BadEventError(DeadLetterReason.NO_ROUTE)
        if event_type.rsplit(".", 1)[0] in _NAMES:
            raise BadEventError(DeadLetterReason.UNKNOWN_VERSION)
        raise BadEventError(DeadLetterReason.UNKNOWN_TYPE)
