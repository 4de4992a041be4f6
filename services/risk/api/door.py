"""What every route of risk needs: whose rows, how to open them, and the instant of a request."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sorgfalt_contracts.terms import CompanyId

from services.risk.handlers.explain_supplier import Reading
from shared.store.transaction import Transaction

Writing: TypeAlias = Callable[[Iterable[CompanyId]], AbstractAsyncContextManager[Transaction]]
"""Opens one transaction on the rows of some companies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """The HTTP door of risk for callers who act for one company."""

    reading: Reading
    transaction: Writing
    company_id: CompanyId
    now: Callable[[], datetime]
