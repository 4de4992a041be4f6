"""Reassessment as an operator asks for it: page after page, or tried out and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from sorgfalt_contracts.terms import CompanyId

from services.risk.api.door import Writing
from services.risk.domain.method import Method
from services.risk.domain.supplier import SupplierKey
from services.risk.handlers.reassess_suppliers import Reassessed, reassess_suppliers
from services.risk.store import FIRST
from shared.store.cause import Cause

PAGE: Final = 500
"""Suppliers judged in one transaction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reassessment:
    """How many suppliers were judged again, and how many of their verdicts differ."""

    judged: int = 0
    changed: int = 0


class _TrialError(Exception):
    """Ends the transaction of a trial, so that nothing of it stays."""

    def __init__(self, page: Reassessed) -> None:
        super().__init__("a trial keeps nothing")
        self.page = page


async def reassess_all(
    transaction: Writing,
    method: Method,
    cause: Cause,
    *,
    is_trial: bool,
    progress: Callable[[int], None],
    size: int = PAGE,
) -> Reassessment:
    """Judge all suppliers of the cause's company again, each page in a transaction of its own.

    What stops half-way has done whole pages, and may be run again. A trial keeps nothing.
    """
    after: SupplierKey | None = FIRST
    found = Reassessment()
    while after is not None:
        page = await _page(transaction, method, cause, after, size, is_trial=is_trial)
        after = page.last
        found = Reassessment(
            judged=found.judged + page.judged, changed=found.changed + page.changed
        )
        progress(page.judged)
    return found


async def _page(
    transaction: Writing,
    method: Method,
    cause: Cause,
    after: SupplierKey,
    size: int,
    *,
    is_trial: bool,
) -> Reassessed:
    try:
        async with transaction([CompanyId(cause.company_id)]) as tx:
            page = await reassess_suppliers(method, tx, after, size, cause)
            if is_trial:
                _take_back(page)
            return page
    except _TrialError as trial:
        return trial.page


def _take_back(page: Reassessed) -> NoReturn:
    raise _TrialError(page)
