"""The rules of action plans, put together from their pack."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.risk.domain import deadline_reading
from services.risk.domain.plan_rules import PlanRules, faults
from services.risk.domain.verdict import Source
from services.risk.store.packs import PACKS
from shared.store.packs import Pack, PackError, PackHeader, load_pack

DEADLINES: Final = "deadlines_v1"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedPlanRules:
    """Rules with what is published about them: their text and their pack."""

    rules: PlanRules
    text: str
    pack: PackHeader


def load_plan_rules(folder: Path = PACKS, name: str = DEADLINES) -> PublishedPlanRules:
    """Return the rules; raise PackError when the pack is unsound or incomplete."""
    pack = load_pack(folder / name)
    try:
        rules = _rules(pack)
        found = faults(rules)
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"pack {name}: {type(error).__name__}: {error}") from error
    if found:
        raise PackError(f"pack {name}: {'; '.join(found)}")
    return PublishedPlanRules(
        rules=rules, text=pack.files["DEADLINES.md"].decode(), pack=pack.header
    )


def _rules(pack: Pack) -> PlanRules:
    steps = pack.rows("steps.csv")
    return PlanRules(
        deadlines=deadline_reading.deadlines(
            pack.rows("deadlines.csv"),
            Source(pack=pack.header.pack, edition=pack.header.edition),
        ),
        due_steps=deadline_reading.due_steps(pack.rules),
        templates=deadline_reading.templates(pack.rules["template"], steps),
        roles=frozenset(row["role"] for row in pack.rows("roles.csv")),
        texts={row["code"]: row["text"] for row in steps},
    )
