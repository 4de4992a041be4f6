"""Origins that change, and the history that says why, on a real database."""

from sorgfalt_contracts.terms import Stage

from services.risk import translate
from shared.store.pool import Store
from tests.component.risk.evidence_rows import MARCH, brought, last, rows, verdicts
from tests.component.risk.test_risk_evidence import HEIR, merged
from tests.unit.risk.builders import SUPPLIER, a_site, a_supplier
from tests.unit.risk.evidence_builders import an_audit

UNTRACED = a_supplier(a_site("DE", stage=Stage.PLANT), materials=("copper",), version=1)
MINED = a_supplier(a_site("CL", "copper"), materials=("copper",), version=2)
GONE = a_supplier(a_site("CL"), version=3)
KEPT = "select material, version, reason, before, after, changed_at from origin_history order by 2"


async def history(store: Store) -> list[tuple[object, ...]]:
    found = []
    for material, version, reason, before, after, changed_at in await rows(store, KEPT):
        assert changed_at == MARCH
        told = [
            None if each is None else translate.origin_of(each).basis.value
            for each in (before, after)
        ]
        found.append((material, version, reason, *told))
    return found


async def test_untraced_copper_leaves_with_assumed_origins_from_day_one(risk_store: Store) -> None:
    await brought(risk_store, UNTRACED)
    (origin,) = (await last(risk_store)).body.origins
    assert (origin.basis.value, [each.country for each in origin.shares]) == (
        "assumed", ["CL", "PE", "CD", "CN", "US"],
    )  # fmt: skip
    assert await history(risk_store) == []


async def test_a_confirmed_mine_replaces_the_assumption_and_the_history_says_why(
    risk_store: Store,
) -> None:
    await brought(risk_store, UNTRACED)
    await brought(risk_store, MINED, name="mined")
    await brought(risk_store, MINED, name="again")
    await brought(risk_store, GONE, name="gone")
    assert (await last(risk_store)).body.origins == []
    assert await history(risk_store) == [
        ("copper", 2, "mine-confirmed", "assumed", "confirmed"),
        ("copper", 3, "material-gone", "confirmed", None),
    ]


async def test_states_of_one_batch_leave_the_history_they_leave_one_by_one(
    risk_store: Store,
) -> None:
    await brought(risk_store, UNTRACED, MINED, GONE)
    assert [row[:3] for row in await history(risk_store)] == [
        ("copper", 2, "mine-confirmed"),
        ("copper", 3, "material-gone"),
    ]


async def test_a_state_that_changes_no_origin_leaves_no_history(risk_store: Store) -> None:
    await brought(risk_store, UNTRACED)
    moved = a_supplier(a_site("FR", stage=Stage.PLANT), materials=("copper",), version=2)
    await brought(risk_store, moved, name="moved")
    assert len((await verdicts(risk_store))[SUPPLIER]) == 2
    assert await history(risk_store) == []


async def test_a_supplier_that_is_watched_has_a_history_too(risk_store: Store) -> None:
    await brought(risk_store, UNTRACED, an_audit())
    await brought(risk_store, MINED, name="mined")
    assert [row[2] for row in await history(risk_store)] == ["mine-confirmed"]


async def test_a_supplier_merged_into_another_leaves_its_origins_behind(risk_store: Store) -> None:
    await brought(risk_store, UNTRACED)
    await brought(risk_store, merged(), a_supplier(country="DE", supplier_id=HEIR), name="merged")
    assert (await last(risk_store)).body.origins == []
    assert [row[2] for row in await history(risk_store)] == ["material-gone"]
