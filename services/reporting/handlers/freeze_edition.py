"""Freezes a disclosure: reads it with all its evidence and keeps it as a numbered edition."""

import asyncio
from dataclasses import dataclass
from typing import Final

from services.reporting import store, translate
from services.reporting.domain.edition import Edition, holds_already, next_heading, sealed
from services.reporting.domain.record import Company
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.read_record import ALL, Depth, read_record
from shared.store.cause import Cause
from shared.store.transaction import Transaction

WHOLE: Final = Depth(per_cell=ALL, in_all=ALL)
"""Every event behind every number, however many."""


class RequestUsedError(Exception):
    """The same request has frozen another disclosure; one request makes one edition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Frozen:
    """The edition that says what is known now; `is_new` if this request has made it."""

    edition: Edition
    is_new: bool


async def freeze_edition(tx: Transaction, company: Company, book: RuleBook, cause: Cause) -> Frozen:
    """Keep what the snapshot of this transaction shows as the next edition, and say so in a fact.

    The transaction must have begun by taking the turn (`store.TURN`). What the latest edition
    already says makes no further one, and a request that comes again makes nothing new. Raise
    RequestUsedError.
    """
    owner = company.company_id
    if earlier := await store.find_edition_of_request(tx, owner, cause.event_id):
        if earlier.disclosure != book.code:
            raise RequestUsedError
        return Frozen(edition=earlier, is_new=False)
    record = await read_record(tx, company, book, cause.now, WHOLE)
    content = await asyncio.to_thread(translate.record_content, record)
    content_sha256 = translate.digest(content)
    latest = await store.read_latest_edition(tx, owner, book.code)
    if latest and holds_already(latest, content_sha256):
        return Frozen(edition=latest, is_new=False)
    heading = next_heading(latest, record, content_sha256)
    document = translate.edition_document(heading, content)
    edition = sealed(heading, translate.digest(document), len(document))
    packed = await asyncio.to_thread(translate.compress, document)
    await store.insert_edition(tx, owner, edition, cause.event_id, packed)
    tx.append([translate.published(owner, edition, cause)])
    return Frozen(edition=edition, is_new=True)
