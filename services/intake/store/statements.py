"""The named statements of intake, read once."""

from pathlib import Path
from typing import Final

from shared.store.named_sql import load_queries

Q: Final = load_queries(Path(__file__).parent.parent / "queries.sql")
