"""The cause of what a request asks for: who keeps a key may ask twice and be one cause."""

import re
from datetime import datetime
from typing import Final
from uuid import uuid4

from sorgfalt_contracts.terms import CompanyId
from starlette.requests import Request

from shared.store.cause import Cause

_KEY: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


def cause_of_request(request: Request, service: str, company: CompanyId, now: datetime) -> Cause:
    """Return the cause of one request; its id is the header `idempotency-key`, or a random one.

    The facts of one cause always get the same ids, so that a repeat under its key makes no second
    fact; what else a repeat does is for the handler to say.
    """
    key = request.headers.get("idempotency-key", "")
    event_id = key if _KEY.fullmatch(key) else str(uuid4())
    return Cause(
        event_id=event_id,
        correlation_id=event_id,
        depth=0,
        source=f"/sorgfalt/{service}/http",
        company_id=company,
        occurred_at=now,
        now=now,
        traceparent=None,
        topic="http",
        partition=-1,
        offset=-1,
        sequence=0,
    )
