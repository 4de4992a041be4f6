"""Rows to columns, for `insert ... select from unnest($1::uuid[], ...)`.

At our batch size (at most 2,000) unnest is as fast as COPY into a temporary table and a merge,
needs no temporary table, and may write tables under row-level security (infra/adr/0002).
"""

from collections.abc import Sequence


def columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    """Return `width` columns of equal length; no rows give `width` empty columns."""
    if not rows:
        return [[] for _ in range(width)]
    return [list(column) for column in zip(*rows, strict=True)]
