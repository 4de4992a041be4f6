"""The stack from the command line: python -m infra.local up, demo or down."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from infra.local.errors import Interrupted, StackError, disk_full, is_disk_full
from infra.local.folder import StateFolder, end_running
from infra.local.settings import PROJECT, SERVICES, Ports, state_folder
from infra.local.signals import interrupt_on_signals
from infra.local.stack import Stack
from infra.local.terminal import Terminal

app = typer.Typer(
    add_completion=False, help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False
)
OnlyServers = Annotated[bool, typer.Option("--only-infrastructure", hidden=True)]


@app.command()
def up(*, only_infrastructure: OnlyServers = False) -> None:
    """Run broker, database and the four services until Ctrl-C."""
    terminal = Terminal()
    with _running(state_folder(), terminal, only_infrastructure) as stack:
        terminal.say(_addresses(stack))
        try:
            stack.watch()
        except Interrupted:
            terminal.say("Stopping ...")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where the results go.")] = PROJECT / "build" / "demo",
    *,
    only_infrastructure: OnlyServers = False,
) -> None:
    """Run the whole chain once, from reported facts to the disclosure, and show what came of it."""
    from infra.local.demo.run import run_demo  # noqa: PLC0415 - the other commands do without it

    # a folder of its own, begun anew: the same result each time, beside a stack that runs
    folder = StateFolder(state_folder() / "demo")
    terminal = Terminal(shows_services=False)
    folder.open(terminal.say)
    folder.clear()
    folder.close()
    with _running(folder.root, terminal, only_infrastructure) as stack:
        run_demo(stack, out)


@app.command()
def down() -> None:
    """End the stack that runs, and whatever a killed one has left."""
    was_running = end_running(state_folder())
    typer.echo("The stack is stopped." if was_running else "No stack was running.")


@contextmanager
def _running(folder: Path, terminal: Terminal, only_servers: bool) -> Iterator[Stack]:  # noqa: FBT001
    interrupt_on_signals()
    with Stack(
        folder,
        ports=Ports.from_environment(),
        services=() if only_servers else SERVICES,
        shared=state_folder(),
        terminal=terminal,
    ) as stack:
        yield stack


def _addresses(stack: Stack) -> str:
    width = max(map(len, SERVICES)) + 2
    pages = [f"  {name:<{width}}{stack.http(name)}" for name in stack.services]
    servers = [
        f"  {'kafka':<{width}}{stack.bootstrap}",
        f"  {'postgres':<{width}}127.0.0.1:{stack.database.port}, a database per service",
    ]
    end = f"Settings with passwords lie in {stack.folder.run}. Ctrl-C or `make down` ends it."
    return "\n".join(["Sorgfalt is running.", *pages, *servers, end])


def main() -> None:
    """Run a command; what can be expected to go wrong is one sentence on stderr and exit code 1."""
    try:
        app(prog_name="python -m infra.local")
    except StackError as error:
        sys.exit(" ".join(str(error).split()))  # what a program said may have several lines
    except OSError as error:
        if is_disk_full(error):
            sys.exit(str(disk_full(state_folder())))
        sys.exit(f"The system refused: {error}.")


if __name__ == "__main__":
    main()
