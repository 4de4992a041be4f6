"""The desk: what every use case of the procedure works with. Made once, in app.py."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sorgfalt_contracts.terms import CompanyId

from services.grievance.domain.case import Case, Deadlines
from services.grievance.domain.procedure import Procedure
from services.grievance.domain.release import ReleasePolicy
from services.grievance.domain.rules import Rules
from services.grievance.store.vault import Vault
from shared.store.due import DueRow
from shared.store.transaction import Connection, Transaction

Opening: TypeAlias = Callable[[Sequence[CompanyId]], AbstractAsyncContextManager[Transaction]]
Reading: TypeAlias = Callable[[Sequence[CompanyId]], AbstractAsyncContextManager[Connection]]
Now: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """One company's procedure, its vault, and how its days and deadlines are counted.

    `deadlines` takes the day a complaint came and the day it was acknowledged, if it was; `arm`
    says which due rows wait for a case. A day is a day in `zone`.
    """

    company_id: CompanyId
    procedure: Procedure
    vault: Vault
    release: ReleasePolicy
    zone: ZoneInfo
    deadlines: Callable[[date, date | None], Deadlines]
    arm: Callable[[Case], Sequence[DueRow]]

    @property
    def rules(self) -> Rules:
        """Return what the procedure allows."""
        return self.procedure.rules

    def day(self, now: datetime) -> date:
        """Return the day it is at the desk."""
        return now.astimezone(self.zone).date()
