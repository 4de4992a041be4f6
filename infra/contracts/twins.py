"""The hot twins as they must lie in the repository: one msgspec struct per model of a fact.

Vocabularies become plain strings and closed models tolerant structs, so that a reader takes what
a newer writer may say. Nobody writes a twin by hand, so none can lack a field.
"""

import types
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Final, NewType, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from sorgfalt_contracts.events import EVENTS, Model
from sorgfalt_contracts.topics import TOPICS

_PLAIN: Final = (UUID, datetime, date, str, int, float, bool, type(None))
_HEADER: Final = '''"""Generated from the models of facts by `python -m infra.contracts render`.

The model of the same name says what each field means; edit that.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec
'''


def rendered_twins() -> str:
    """Return the text of the module, models before those that hold them."""
    facts = {event for topic in TOPICS if topic.is_fact for event in topic.events}
    ordered: dict[str, type[Model]] = {}
    for event in EVENTS:
        if event in facts:
            _gather(event, ordered)
    parts = [_HEADER, *(_struct(model) for model in ordered.values())]
    return "\n\n".join(parts)


def _gather(model: type[Model], ordered: dict[str, type[Model]]) -> None:
    """Add what the model holds, then the model; two models of one name would be one twin."""
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            _gather(inner, ordered)
    if ordered.setdefault(model.__name__, model) is not model:
        raise ValueError(f"two models are called {model.__name__}")


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _struct(model: type[Model]) -> str:
    lines = [
        f"    {name}: {_written(field.annotation)}{_default(field)}"
        for name, field in model.model_fields.items()
    ]
    head = f"class {model.__name__}(msgspec.Struct, frozen=True, kw_only=True):"
    return "\n".join((head, *lines, ""))


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return ""
    default = field.default.value if isinstance(field.default, Enum) else field.default
    return f' = "{default}"' if isinstance(default, str) else f" = {default!r}"


def _written(annotation: Any) -> str:
    """Return a field's type as the twin has it."""
    if isinstance(annotation, NewType):
        return _written(annotation.__supertype__)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _written(inner[0])
    if origin in {Union, types.UnionType}:
        return " | ".join(_written(each) for each in inner)
    if origin in {list, dict}:
        return f"{origin.__name__}[{', '.join(_written(each) for each in inner)}]"
    return _written_class(annotation)


def _written_class(annotation: type) -> str:
    if annotation is AwareDatetime:
        return "datetime"
    if issubclass(annotation, Enum):
        return "str"
    if issubclass(annotation, Model):
        return annotation.__name__
    if annotation not in _PLAIN:
        raise TypeError(f"no twin for {annotation}")
    return "None" if annotation is type(None) else annotation.__name__
