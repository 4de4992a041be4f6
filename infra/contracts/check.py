"""Everything that can be wrong with the published files, as sentences."""

import json
from collections.abc import Iterator
from pathlib import Path

from infra.contracts import examples
from infra.contracts.compatibility import breaks
from infra.contracts.published import Json, Published, as_text, version
from infra.contracts.render import differing, rendered, writers
from infra.contracts.twins import rendered_twins

DIGESTS = "examples.sha256.json"


class AlreadyReleasedError(Exception):
    """The release of this number holds something else."""


def faults(published: Published) -> Iterator[str]:
    """Yield what is wrong: files, examples, and breaks with the last release."""
    closed = writers()
    for name in differing(published.schemas, rendered(closed)):
        yield f"schemas/{name} is not what the models say: run python -m infra.contracts render."
    yield from examples.faults(published.examples, closed)
    if published.twins.read_text() != rendered_twins():
        yield "twins.py is not what the models say: run python -m infra.contracts render."
    last = published.last_release()
    if last is None:
        yield "There is no release to hold the contracts against."
        return
    for finding in breaks(released_schemas(last), closed):
        yield f"{finding} Give the type a new version, or take the change back."
    digests = json.loads((last / DIGESTS).read_text())
    yield from examples.changed_since(digests, published.examples)


def released_schemas(folder: Path) -> dict[str, Json]:
    """Return the writer schemas of a release by name."""
    suffix = ".writer.json"
    return {
        each.name.removesuffix(suffix): json.loads(each.read_text())
        for each in sorted(folder.glob(f"*{suffix}"))
    }


def release(published: Published) -> Path:
    """Keep the current writer schemas and the examples' digests; raise AlreadyReleasedError."""
    folder = published.released / version()
    files = {f"{name}.writer.json": as_text(schema) for name, schema in writers().items()}
    files[DIGESTS] = as_text(examples.digests(published.examples))
    if folder.exists() and differing(folder, files):
        raise AlreadyReleasedError(f"Release {folder.name} stands and differs: raise the version")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder
