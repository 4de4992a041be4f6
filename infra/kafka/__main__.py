"""python -m infra.kafka apply | render | check."""

from pathlib import Path
from typing import Annotated, Final

import typer
from confluent_kafka import KafkaException
from sorgfalt_contracts.topics import TOPICS

from infra.kafka.apply import TopicsDifferError, apply_topics
from infra.kafka.render import render

_RENDERED: Final = Path(__file__).with_name("topics.yaml")
app = typer.Typer(add_completion=False, help=__doc__, no_args_is_help=True)


@app.command()
def apply(
    bootstrap: Annotated[str, typer.Option(help="The broker's address, host:port.")],
    replication: Annotated[int, typer.Option(help="How many brokers keep each partition.")] = 1,
) -> None:
    """Make the topics that are missing; refuse if one stands with another partition count."""
    try:
        made = apply_topics(bootstrap, TOPICS, replication)
    except TopicsDifferError as error:
        _refuse(f"Topics stand in the way: {error}.")
    except KafkaException as error:
        _refuse(f"The broker at {bootstrap} did not make the topics: {error.args[0].str()}.")
    else:
        print(f"{len(made)} made, {len(TOPICS) - len(made)} stood already.")


@app.command(name="render")
def write() -> None:
    """Write topics.yaml from the contracts."""
    _RENDERED.write_text(render(TOPICS))


@app.command()
def check() -> None:
    """Fail if topics.yaml is not what the contracts declare."""
    if not _RENDERED.is_file() or _RENDERED.read_text() != render(TOPICS):
        _refuse(
            "infra/kafka/topics.yaml is not what is declared: run python -m infra.kafka render."
        )


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m infra.kafka")
