"""Every generated file as it must lie in the repository, made from the models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sorgfalt_contracts.events import EVENTS, Event
from sorgfalt_contracts.topics import TOPICS, Topic

from infra.contracts.envelope import envelope_schema
from infra.contracts.published import ENVELOPE, FACTS, Json, Published, as_text, name_of
from infra.contracts.renderings import reader, writer
from infra.contracts.twins import rendered_twins


def writers() -> dict[str, dict[str, Any]]:
    """Return the closed schema of every type and of the envelope, by name."""
    return {ENVELOPE: envelope_schema(), **{name_of(each.TYPE): writer(each) for each in EVENTS}}


def rendered(closed: Mapping[str, Json]) -> dict[str, str]:
    """Return the text of every schema file by its name, the index among them."""
    files: dict[str, Json] = {"index.json": _index()}
    for name, schema in closed.items():
        files[f"{name}.writer.json"] = schema
        files[f"{name}.reader.json"] = reader(schema, name)
    return {name: as_text(files[name]) for name in sorted(files)}


def write(published: Published) -> None:
    """Write twins and schema files, and remove schemas that nothing declares any more."""
    published.twins.write_text(rendered_twins())
    files = rendered(writers())
    published.schemas.mkdir(exist_ok=True)
    for stale in published.schemas.glob("*.json"):
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (published.schemas / name).write_text(text)


def differing(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the names of files in `folder` that are missing, too many, or not as they must be."""
    there = {each.name: each.read_text() for each in folder.glob("*")}
    return sorted(name for name in there.keys() | files if there.get(name) != files.get(name))


def _index() -> dict[str, Any]:
    entries = sorted((_entry(event) for event in EVENTS), key=lambda entry: str(entry["name"]))
    return {
        "envelope": {
            "writer": f"{ENVELOPE}.writer.json",
            "reader": f"{ENVELOPE}.reader.json",
        },
        "events": entries,
    }


def _entry(event: type[Event]) -> dict[str, Any]:
    name = name_of(event.TYPE)
    topics = [topic for topic in TOPICS if event in topic.events]
    return {
        "type": event.TYPE,
        "name": name,
        "says": (event.__doc__ or "").strip(),
        "role": "fact" if name in FACTS else "inbound",
        "topics": [_topic(topic) for topic in topics],
        "writer": f"{name}.writer.json",
        "reader": f"{name}.reader.json",
        "examples": f"../examples/{name}",
    }


def _topic(topic: Topic) -> dict[str, str]:
    return {"name": topic.name, "written_by": topic.written_by, "key": topic.key}
