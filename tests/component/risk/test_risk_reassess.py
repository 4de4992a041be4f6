"""All stored suppliers judged again, by the method installed now."""

from dataclasses import replace
from uuid import UUID

from sorgfalt_contracts.terms import FindingGrade, Right, SupplierId

from services.risk.api.reassessment import Reassessment, reassess_all
from services.risk.domain.method import Method
from shared.store.pool import Store
from tests.component.risk.evidence_rows import brought, caused, last, rows, verdicts
from tests.component.risk.test_risk_evidence import merged, the_supplier
from tests.unit.risk.builders import SUPPLIER, a_supplier, the_method
from tests.unit.risk.evidence_builders import a_finding, an_audit

IDS = [SupplierId(UUID(int=number)) for number in range(1, 8)]
CRITICAL = an_audit(a_finding(FindingGrade.CRITICAL, Right.WAGE))


def a_sterner_method() -> Method:
    rules = replace(the_method().evidence, findings=dict.fromkeys(FindingGrade, 5))
    return replace(the_method(), evidence=rules)


async def reassessed(store: Store, method: Method, *, is_trial: bool = False) -> Reassessment:
    counted: list[int] = []
    found = await reassess_all(
        store.transaction,
        method,
        caused(None, "reassess").cause,
        is_trial=is_trial,
        progress=counted.append,
        size=3,
    )
    assert sum(counted) == found.judged
    return found


async def filled(store: Store) -> None:
    await brought(store, *(a_supplier(country="NO", supplier_id=each) for each in IDS))
    await brought(store, the_supplier(), CRITICAL)


async def test_the_same_method_again_publishes_nothing(risk_store: Store) -> None:
    await filled(risk_store)
    before = await verdicts(risk_store)
    assert await reassessed(risk_store, the_method()) == Reassessment(judged=8, changed=0)
    assert await verdicts(risk_store) == before


async def test_another_method_publishes_what_differs_and_nothing_else(risk_store: Store) -> None:
    await filled(risk_store)
    assert await reassessed(risk_store, a_sterner_method()) == Reassessment(judged=8, changed=1)
    verdict = await last(risk_store)
    assert (verdict.body.version, verdict.known) == (3, {"HR08": 5})
    assert {key: len(each) for key, each in (await verdicts(risk_store)).items()} == {
        **dict.fromkeys(IDS, 1),
        SUPPLIER: 3,
    }


async def test_a_trial_says_what_would_differ_and_keeps_nothing(risk_store: Store) -> None:
    await filled(risk_store)
    before = await verdicts(risk_store)
    found = await reassessed(risk_store, a_sterner_method(), is_trial=True)
    assert found == Reassessment(judged=8, changed=1)
    assert await verdicts(risk_store) == before
    assert await rows(risk_store, "select max(version) from risk_profiles") == [(2,)]


async def test_a_supplier_of_whom_only_others_have_spoken_is_not_judged(risk_store: Store) -> None:
    await brought(risk_store, CRITICAL)
    assert await reassessed(risk_store, the_method()) == Reassessment(judged=0, changed=0)


async def test_a_supplier_merged_into_another_stays_merged(risk_store: Store) -> None:
    await brought(risk_store, a_supplier(country="NO", supplier_id=IDS[0]), merged(into=IDS[0]))
    assert await reassessed(risk_store, the_method()) == Reassessment(judged=2, changed=0)
