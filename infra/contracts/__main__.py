"""python -m infra.contracts render | check | release."""

import typer

from infra.contracts import check as checking
from infra.contracts import render as rendering
from infra.contracts.published import Published

app = typer.Typer(add_completion=False, help=__doc__, no_args_is_help=True)


@app.command()
def render() -> None:
    """Write schemas and twins from the models."""
    rendering.write(Published())


@app.command()
def check() -> None:
    """Fail if schemas, examples or the last release do not fit the models."""
    found = list(checking.faults(Published()))
    for sentence in found:
        typer.echo(sentence, err=True)
    if found:
        raise typer.Exit(1)


@app.command()
def release() -> None:
    """Keep the schemas as those of the version in shared/contracts/pyproject.toml."""
    try:
        folder = checking.release(Published())
    except checking.AlreadyReleasedError as error:
        typer.echo(f"{error}.", err=True)
        raise typer.Exit(1) from None
    print(f"Release {folder.name} is kept.")


if __name__ == "__main__":
    app(prog_name="python -m infra.contracts")
