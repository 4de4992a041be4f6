"""Keep a case: its row, its texts, its deadlines, and the news of it, which may have to wait."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sorgfalt_contracts.terms import CaseId

from services.grievance import translate
from services.grievance.domain.case import Case
from services.grievance.domain.entry import Entry, NewEntry
from services.grievance.domain.receipt import Receipt
from services.grievance.domain.release import release_at
from services.grievance.handlers.desk import Desk
from services.grievance.store import cases, entries, held
from services.grievance.store.cases import OpenedCase, StoredCase
from services.grievance.store.vault import CaseKey
from shared.store.cause import Cause
from shared.store.due import schedule
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCase:
    """A case to be opened, its texts, and by what it is found again."""

    case: Case
    texts: Sequence[NewEntry] = ()
    receipt: Receipt | None = None
    origin: bytes | None = None


async def open_case(
    tx: Transaction,
    desk: Desk,
    case: Case,
    texts: Sequence[NewEntry],
    cause: Cause,
    *,
    receipt: Receipt | None = None,
    origin: bytes | None = None,
) -> StoredCase | None:
    """Keep a new case; None if its receipt or origin is known, and then nothing is written."""
    new = NewCase(case=case, texts=texts, receipt=receipt, origin=origin)
    return (await open_cases(tx, desk, [new], cause))[0]


async def open_cases(
    tx: Transaction, desk: Desk, new: Sequence[NewCase], cause: Cause
) -> list[StoredCase | None]:
    """Keep new cases, each with a key of its own; None in the place of one that is known."""
    made = [_opened(desk, each) for each in new]
    fresh = await cases.insert_cases(tx, [opened for opened, _, _ in made])
    kept = [each for each in made if each[0].stored.case.case_id in fresh]
    await entries.insert_entries(tx, [(o.stored.case, key, texts) for o, key, texts in kept])
    await _go_on(tx, desk, [opened.stored for opened, _, _ in kept], cause)
    return [o.stored if o.stored.case.case_id in fresh else None for o, _, _ in made]


async def keep_case(
    tx: Transaction,
    desk: Desk,
    stored: StoredCase,
    after: Case,
    cause: Cause,
    texts: Sequence[NewEntry] = (),
) -> StoredCase:
    """Keep what a locked case has become, with the texts that came to it."""
    written, case = _numbered(after, texts)
    kept = replace(stored, case=case)
    await cases.save_cases(tx, [kept])
    if written:
        key = desk.vault.case_key(case.case_id, stored.wrapped_key)
        await entries.insert_entries(tx, [(case, key, written)])
    await _go_on(tx, desk, [kept], cause)
    return kept


async def publish(tx: Transaction, stored: Sequence[StoredCase], cause: Cause) -> None:
    """Let the news of locked cases leave now: one fact each, if there is anything new to say."""
    states = [(each, translate.written(each.case)) for each in stored]
    news = [
        (replace(each, version=each.version + 1, digest=state.digest), state)
        for each, state in states
        if state.digest != each.digest
    ]
    await cases.save_cases(tx, [each for each, _ in news])
    tx.append(translate.fact(state, each.version, cause) for each, state in news)


async def _go_on(tx: Transaction, desk: Desk, stored: Sequence[StoredCase], cause: Cause) -> None:
    """Arm the deadlines of cases, and let their news leave or hold it."""
    if waiting := [row for each in stored for row in desk.arm(each.case)]:
        await schedule(tx, waiting)
    until = release_at(desk.release, cause.now)
    if until is None:
        await publish(tx, stored, cause)
        return
    news = [each.case.case_id for each in stored if _has_news(each)]
    await held.hold(tx, desk.company_id, news, until)


def _has_news(stored: StoredCase) -> bool:
    return translate.written(stored.case).digest != stored.digest


def _opened(desk: Desk, new: NewCase) -> tuple[OpenedCase, CaseKey, list[Entry]]:
    case_id: CaseId = new.case.case_id
    texts, case = _numbered(new.case, new.texts)
    key, wrapped = desk.vault.new_key(case_id)
    receipt, vault = new.receipt, desk.vault
    stored = StoredCase(
        case=case,
        wrapped_key=wrapped,
        receipt_key=vault.wrapped_for(receipt, case_id, wrapped) if receipt else None,
    )
    lookup = vault.lookup(receipt) if receipt else None
    return OpenedCase(stored=stored, lookup=lookup, origin=new.origin), key, texts


def _numbered(case: Case, texts: Sequence[NewEntry]) -> tuple[list[Entry], Case]:
    """Return the texts with their numbers in the case, and the case that counts them."""
    first = case.entries + 1
    written = [_entry(text, number) for number, text in enumerate(texts, start=first)]
    return written, replace(case, entries=case.entries + len(written))


def _entry(text: NewEntry, number: int) -> Entry:
    return Entry(**asdict(text), number=number)
