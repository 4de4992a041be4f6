"""Decide a contradiction: a person rules, with reasons, whether audit, complaint or both stand."""

from enum import StrEnum

from services.risk import store, translate
from services.risk.domain.decision import Decision
from services.risk.domain.method import Method
from services.risk.handlers.judging import judge_again
from shared.store.cause import Caused
from shared.store.transaction import Transaction


class Answer(StrEnum):
    """What became of a ruling."""

    RULED = "ruled"
    ALREADY_SO = "already-so"
    ALREADY_DECIDED = "already-decided"
    NO_CONTRADICTION = "no-contradiction"


async def decide_contradiction(method: Method, tx: Transaction, work: Caused[Decision]) -> Answer:
    """Keep a ruling and judge its supplier again; a ruling is made once and never changed."""
    decision = work.command
    found = await store.find_contradiction(tx, decision)
    if found is None:
        return Answer.NO_CONTRADICTION
    key, state = found
    if state == store.LAPSED:
        return Answer.NO_CONTRADICTION
    await store.load_profiles(tx, [key])
    if not await store.save_decision(tx, decision, translate.document(decision)):
        kept = await store.read_decision(tx, decision)
        assert kept is not None, "what stands in the way of a ruling is a ruling"
        is_same = translate.decision_of(kept).says_the_same_as(decision)
        return Answer.ALREADY_SO if is_same else Answer.ALREADY_DECIDED
    await judge_again(method, tx, {key: work.cause})
    return Answer.RULED
