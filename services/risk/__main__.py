"""The command line of risk: run and migrate as in every service, explain and reassess."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import typer
import uvloop
from rich.console import Console
from rich.progress import Progress
from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import PlanId, SupplierId

from services.risk.api.explanations import plan_lines, supplier_lines
from services.risk.api.reassessment import Reassessment, reassess_all
from services.risk.app import build
from services.risk.handlers.explain_plan import PlanExplained, explain_plan
from services.risk.handlers.explain_supplier import SupplierExplained, explain_supplier
from services.risk.settings import Settings
from services.risk.store import count_profiles, load_method, load_plan_rules
from shared.process.command_line import command_line, one_sentence
from shared.store.cause import Cause
from shared.store.pool import Store

commands = command_line(
    "risk", lambda: Settings.load("risk"), build, Path(__file__).with_name("migrations")
)


@commands.command("explain")
def explain(
    supplier_or_plan: Annotated[UUID, typer.Argument(help="The id of a supplier or a plan.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say what is held of a supplier or a plan, and why; 1 if nothing is."""

    def answer() -> None:
        suppliers, plan = uvloop.run(_explained(supplier_or_plan))
        if not suppliers and plan is None:
            sys.stderr.write("Neither a supplier that was judged nor a plan has this id.\n")
            raise typer.Exit(1)
        if as_json:
            typer.echo(structs.encode({"suppliers": suppliers, "plan": plan}))
            return
        lines = [line for each in suppliers for line in supplier_lines(each)]
        typer.echo("\n".join([*lines, *(plan_lines(plan) if plan else ())]))

    one_sentence(answer)


async def _explained(wanted: UUID) -> tuple[Sequence[SupplierExplained], PlanExplained | None]:
    settings = Settings.load("risk")
    method, rules = load_method(settings.packs).method, load_plan_rules(settings.packs).rules
    store = await Store.open(settings.database, size=settings.pool_size)
    try:
        async with store.reading([settings.company_id]) as connection:
            return (
                await explain_supplier(connection, method, SupplierId(wanted)),
                await explain_plan(connection, rules, PlanId(wanted)),
            )
    finally:
        await store.close()


@commands.command("reassess")
def reassess(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep and publish nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Judge all stored suppliers again by the installed method; publish only what differs."""

    def answer() -> None:
        found = uvloop.run(_reassessed(is_trial=dry_run, is_quiet=as_json))
        if as_json:
            told = {"judged": found.judged, "changed": found.changed, "dry_run": dry_run}
            typer.echo(structs.encode(told))
            return
        verb = "would change" if dry_run else "changed"
        typer.echo(f"{found.judged} suppliers judged, {found.changed} verdicts {verb}.")

    one_sentence(answer)


async def _reassessed(*, is_trial: bool, is_quiet: bool) -> Reassessment:
    settings = Settings.load("risk")
    method = load_method(settings.packs).method
    store = await Store.open(settings.database, size=settings.pool_size)
    screen = Console(stderr=True)
    try:
        async with store.reading([settings.company_id]) as connection:
            total = await count_profiles(connection)
        with Progress(
            console=screen, transient=True, disable=is_quiet or not screen.is_terminal
        ) as bar:
            task = bar.add_task("suppliers", total=total)
            return await reassess_all(
                store.transaction,
                method,
                _command(settings),
                is_trial=is_trial,
                progress=lambda judged: bar.advance(task, judged),
            )
    finally:
        await store.close()


def _command(settings: Settings) -> Cause:
    """Return the cause of what the command changes: this run of it."""
    name = str(uuid4())
    now = datetime.now(UTC)  # noqa: TID251 - the command line says when it was asked
    return Cause(
        event_id=name,
        correlation_id=name,
        depth=0,
        source="/sorgfalt/risk/reassess",
        company_id=settings.company_id,
        occurred_at=now,
        now=now,
        traceparent=None,
        topic="command",
        partition=-1,
        offset=-1,
        sequence=0,
    )


if __name__ == "__main__":
    commands()
