"""The named statements of this service."""

from pathlib import Path
from typing import Final

from shared.store.named_sql import load_queries

Q: Final = load_queries(Path(__file__).parents[1] / "queries.sql")
