"""The four services have the same rooms, and the card at each door says what is inside."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sorgfalt_contracts import topics
from sorgfalt_contracts.topics import Topic

from tests.architecture.rules.tree import Source, sources

MODULES: Final = (
    "__init__.py", "__main__.py", "api.py", "app.py", "clock.py", "consumers.py", "pages.py",
    "settings.py", "store.py", "translate.py",
)  # fmt: skip
FOLDERS: Final = ("domain", "handlers", "migrations", "packs", "templates")
ROOMS: Final = frozenset({*MODULES, *FOLDERS, "queries.sql", "schema.sql"})
CARD_LINES: Final = 15
FIELDS: Final = ("Decides", "Reads", "Writes", "Tables", "Clocks")
"""What every card says; it may say more (HTTP, Packs)."""
_MIGRATION: Final = re.compile(r"\d{14}_[a-z][a-z0-9_]*\.sql")
_TABLE: Final = re.compile(r"(?im)^create table (?:if not exists )?(?:public\.)?(\w+)")
_FIELD: Final = re.compile(r"(?m)^([A-Z]\w+) {2,}(.*(?:\n {4,}.*)*)")
_TOPICS: Final = {
    name: topic.name for name, topic in vars(topics).items() if isinstance(topic, Topic)
}


def unequal_rooms(service: Path) -> list[str]:
    """Say which rooms of a service are missing or strange, and which empty ones do not say why.

    A room that outgrew one file is a package of the same name: `store.py` or `store/`.
    """
    found = {_room(path) for path in service.iterdir() if path.name != "__pycache__"}
    faults = [f"{service.name}/{name} is missing" for name in sorted(ROOMS - found)]
    faults += [f"{service.name}/{name} is no room" for name in sorted(found - ROOMS)]
    for name in sorted(ROOMS & found):
        if (service / name).exists() and _is_silent(service / name):
            faults.append(f"{service.name}/{name} is empty and does not say why in one line")
    return faults


def _room(path: Path) -> str:
    is_package = path.is_dir() and f"{path.name}.py" in MODULES
    return f"{path.name}.py" if is_package else path.name


def _is_silent(room: Path) -> bool:
    if room.is_file():
        return not room.read_text(encoding="utf-8").strip()
    inside = [path for path in room.iterdir() if path.name != "__pycache__"]
    if any(path.name not in {"README.md", "__init__.py"} for path in inside):
        return False
    return not any(
        len(path.read_text(encoding="utf-8").strip().splitlines()) == 1 for path in inside
    )


def strange_migrations(folder: Path) -> list[str]:
    """Say which migrations are misnamed or cannot be run by dbmate."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix != ".md"]
    return [
        f"{path.name}: wants <14 digits>_<words>.sql, one migrate:up and one migrate:down"
        for path in files
        if not _MIGRATION.fullmatch(path.name)
        or path.read_text().count("-- migrate:up") != 1
        or path.read_text().count("-- migrate:down") != 1
    ]


def card(service: Path) -> str:
    """Return the docstring of a service's package."""
    tree = ast.parse((service / "__init__.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


def wrong_card(service: Path, engine: Path) -> list[str]:
    """Say where a card differs from the code. `engine` holds the migrations all services share."""
    text = card(service)
    said = dict(_FIELD.findall(text))
    if missing := [field for field in FIELDS if field not in said]:
        return [f"the card lacks {', '.join(missing)}"]
    faults = [] if len(text.splitlines()) <= CARD_LINES else ["the card is too long"]
    files = sources(service, ".")
    read, written = topics_read(files), topics_written(files)
    faults += _difference("reads", _topics_in(said["Reads"]), read)
    faults += _difference("writes", _topics_in(said["Writes"]), written)
    faults += _difference("keeps", _words_in(said["Tables"]), tables(service) - _made_by(engine))
    has_clock = len(ast.parse((service / "clock.py").read_text(encoding="utf-8")).body) > 1
    if has_clock == said["Clocks"].startswith("none"):
        faults.append(f"the card says of clocks: {said['Clocks']}")
    return faults


def _difference(verb: str, said: set[str], found: set[str]) -> list[str]:
    faults = [f"it {verb} {name}, the card does not say so" for name in sorted(found - said)]
    return faults + [f"the card {verb} {name}, the code does not" for name in sorted(said - found)]


def _topics_in(text: str) -> set[str]:
    outside = re.sub(r"\([^)]*\)", "", text)
    return {name for name in topics.BY_NAME if re.search(rf"(?<![\w-]){name}(?![\w-])", outside)}


def _words_in(text: str) -> set[str]:
    outside = re.sub(r"\([^)]*\)", "", text)
    if outside.startswith("none"):
        return set()
    return {word for word in re.split(r"[\s,;]+", outside) if word} - {"and"}


def tables(service: Path) -> set[str]:
    """Return the tables that a service's schema.sql adds up to, the months of the outbox aside."""
    return set(_TABLE.findall((service / "schema.sql").read_text(encoding="utf-8")))


def _made_by(engine: Path) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in engine.glob("*.sql"))
    return {table for text in texts for table in _TABLE.findall(text)}


def topics_read(service: Sequence[Source]) -> set[str]:
    """Return the topics named in a service's consumers."""
    return {name for source in service if source.stem == "consumers" for name in _named(source)}


def topics_written(service: Sequence[Source]) -> set[str]:
    """Return the topics named in all other files of a service."""
    return {name for source in service if source.stem != "consumers" for name in _named(source)}


def _named(source: Source, constants: Mapping[str, str] = _TOPICS) -> Iterator[str]:
    for node in ast.walk(source.tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if isinstance(node, ast.Attribute | ast.Name) and name in constants:
            yield constants[name]
