"""make bench: our consumer beside a raw aiokafka client with COPY and merge, in one run.

Both read the same records, decode the same ten fields, keep the newest state of each key in the
same table and store offsets in the same transaction. The raw client has no guard, no epoch, no
sequence check, no dead letters: it is the ceiling, not a rival. Rounds alternate.
"""

import json
import logging
import statistics
import sys
from typing import Annotated

import typer
import uvloop

from infra.local.errors import StackError
from infra.local.settings import state_folder
from infra.local.stack import Stack
from shared.telemetry import logs
from tests.benchmarks.consuming import Measured, measure
from tests.stack import own_folder


def main(
    events: Annotated[int, typer.Option(help="Records a round.", min=6_000)] = 120_000,
    rounds: Annotated[int, typer.Option(help="Rounds of each variant.", min=1)] = 3,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print events a second of both and the ratio of the medians."""
    try:
        logs.configure("bench", level=logging.WARNING)
        with own_folder("bench") as folder, Stack(folder, services=(), shared=state_folder()) as up:
            measured = uvloop.run(measure(up, events, rounds))
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None
    _print(measured, as_json=as_json)


def _print(measured: list[Measured], *, as_json: bool) -> None:
    rates = {
        name: [each.events / each.seconds for each in measured if each.variant == name]
        for name in ("raw", "ours")
    }
    medians = {name: statistics.median(found) for name, found in rates.items()}
    ratio = medians["ours"] / medians["raw"]
    if as_json:
        document = {"events_per_second": rates, "medians": medians, "ratio": ratio}
        typer.echo(json.dumps(document))
        return
    for name, found in rates.items():
        spread = f"{min(found):,.0f} .. {max(found):,.0f}"
        typer.echo(f"{name:5} {medians[name]:10,.0f} events/s   ({spread}, {len(found)} rounds)")
    typer.echo(f"ours / raw = {ratio:.2f}")


if __name__ == "__main__":
    typer.run(main)
