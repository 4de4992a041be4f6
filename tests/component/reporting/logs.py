"""Logs of a few aggregates and many versions, so that news is late, repeated and contradictory."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from sorgfalt_contracts import structs

from tests.component.reporting.projecting import Fact, Logged, logged
from tests.unit.reporting.builders import (
    RIGHTS,
    a_right,
    a_risk_fact,
    a_supplier_fact,
    a_supplier_id,
)
from tests.unit.reporting.fact_builders import (
    DUE,
    a_case_fact,
    a_contradiction,
    a_due_fact,
    a_finding,
    a_plan_fact,
    an_audit_fact,
    an_exit_fact,
    an_indicator,
    an_origin,
)

KEY = st.tuples(st.integers(1, 5), st.integers(1, 4))
DAYS = st.sampled_from([DUE, date(2026, 6, 8)])
SOME_RIGHTS = st.lists(st.sampled_from([*RIGHTS[:3], "HR11", "ZZ01"]), max_size=3, unique=True)
MATERIALS = st.lists(st.sampled_from(["copper", "cobalt", "tin"]), max_size=2, unique=True)


def logs() -> st.SearchStrategy[list[Logged]]:
    """Facts of every topic. One-shots may come twice and differ, which a writer must not do."""
    states = st.dictionaries(KEY, _supplier_fields(), max_size=9)
    risks = st.dictionaries(KEY, _risk_fields(), max_size=9)
    cases = st.dictionaries(KEY, _case_fields(), max_size=6)
    plans = st.dictionaries(KEY, _plan_fields(), max_size=6)
    exits = st.dictionaries(KEY, st.sampled_from(["ending", "kept", "dissolved"]), max_size=4)
    audits = st.lists(st.tuples(st.integers(1, 4), _audit_fields()), max_size=5)
    return st.builds(_log, states, risks, cases, plans, exits, audits, _notices())


def _log(
    states: Any, risks: Any, cases: Any, plans: Any, exits: Any, audits: Any, dues: Any
) -> Any:
    facts: list[Fact] = [a_supplier_fact(*key, **fields) for key, fields in states.items()]
    facts += [a_risk_fact(*key, *rights, **rest) for key, (rights, rest) in risks.items()]
    facts += [a_case_fact(*key, **fields) for key, fields in cases.items()]
    facts += [a_plan_fact(*key, *shown, **rest) for key, (shown, rest) in plans.items()]
    facts += [
        an_exit_fact(supplier, version, state) for (supplier, version), state in exits.items()
    ]
    facts += [an_audit_fact(number, *found, **rest) for number, (found, rest) in audits]
    return logged(*facts, *dues)


def _supplier_fields() -> st.SearchStrategy[dict[str, Any]]:
    country = st.sampled_from(["DE", "CL", "CD"])
    other = st.sampled_from([2, 3, 99]).map(a_supplier_id)
    return st.fixed_dictionaries(
        {
            "name": st.sampled_from([None, "Pit {1}", 'A "B" \\ C']),
            "relation": st.sampled_from([None, "direct", "former", "friend"]),
            "country": st.none() | country,
            "site_countries": st.lists(country, max_size=3).map(tuple),
            "materials": MATERIALS,
            "superseded_by": st.none() | st.none() | other,
        }
    )


def _risk_fields() -> st.SearchStrategy[tuple[list[structs.RightAssessment], dict[str, Any]]]:
    verdict = st.tuples(
        st.sampled_from(["known", "assumed", "unknown", "guessed"]),
        st.sampled_from(["high", "medium", "low", None]),
    )
    right = st.sampled_from([*RIGHTS[:3], "ZZ01"])
    rights = st.dictionaries(right, verdict, max_size=4).map(
        lambda found: [a_right(code, *verdict) for code, verdict in found.items()]
    )
    pair = st.builds(a_contradiction, st.integers(1, 2), st.integers(1, 2))
    origin = st.builds(
        an_origin,
        st.sampled_from(["copper", "gold"]),
        st.sampled_from(["assumed", "confirmed", "felt"]),
    )
    rest = st.fixed_dictionaries(
        {
            "supplier_version": st.integers(1, 4),
            "contradictions": st.lists(pair, max_size=2),
            "origins": st.lists(origin, max_size=3),
        }
    )
    return st.tuples(rights, rest)


def _audit_fields() -> st.SearchStrategy[tuple[list[structs.Finding], dict[str, Any]]]:
    finding = st.builds(
        a_finding,
        st.sampled_from(["1", "2.1"]),
        st.sampled_from(["minor", "major", "critical", "terrible"]),
        SOME_RIGHTS,
    )
    rest = st.fixed_dictionaries(
        {
            "supplier": st.integers(1, 5),
            "kind": st.sampled_from(["audit", "award", "visit"]),
            "scheme": st.sampled_from(["mine-scheme", "smelter-scheme"]),
            "held_on": st.sampled_from([None, "2026"]),
            "result": st.sampled_from([None, "pass"]),
        }
    )
    return st.tuples(st.lists(finding, max_size=3), rest)


def _case_fields() -> st.SearchStrategy[dict[str, Any]]:
    timely = st.sampled_from(["in-time", "late", "not-timed", "early"])
    return st.fixed_dictionaries(
        {
            "stage": st.sampled_from(["received", "closed", "refused", "mislaid"]),
            "rights": SOME_RIGHTS,
            "severity": st.sampled_from([None, 4]),
            "substantiated": st.sampled_from([None, True, False]),
            "outcome": st.sampled_from([None, "remedied", "vanished"]),
            "suppliers": st.sampled_from([(), (1,)]),
            "acknowledgement": timely,
            "feedback": timely,
            "remedy": st.sampled_from(["none", "confirmed", "not-confirmed", "promised"]),
        }
    )


def _plan_fields() -> st.SearchStrategy[tuple[list[structs.Indicator], dict[str, Any]]]:
    shown = st.builds(an_indicator, is_outcome=st.booleans(), is_met=st.booleans())
    rest = st.fixed_dictionaries(
        {
            "supplier": st.integers(1, 3),
            "case": st.sampled_from([None, 1]),
            "state": st.sampled_from(["open", "open", "closed-delivered", "lost"]),
            "due_on": DAYS,
        }
    )
    return st.tuples(st.lists(shown, max_size=2), rest)


def _notices() -> st.SearchStrategy[list[structs.ActionPlanDue]]:
    notice = st.builds(
        a_due_fact,
        st.integers(1, 5),
        st.sampled_from(["due-soon", "overdue", "overdue", "forgotten"]),
        due_on=DAYS,
        escalation=st.integers(0, 1),
    )
    return st.lists(notice, max_size=8)
