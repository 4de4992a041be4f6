"""How a handler sees cases: in lists codes and days only, one case with its words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sorgfalt_contracts.terms import Timeliness

from services.grievance.domain.case import Case, Step
from services.grievance.domain.entry import Entry
from services.grievance.domain.handling import revision
from services.grievance.domain.historical import Column, ColumnKind, Format, plain
from services.grievance.domain.historical_case import IMPORTED, names_in
from services.grievance.domain.procedure import Procedure
from services.grievance.domain.supplier import KnownSupplier
from services.grievance.handlers.imported_rows import ImportedRow, imported_row, is_imported_row


def listed(case: Case) -> dict[str, Any]:
    """Return a case as a list shows it: no word that anybody wrote is in it."""
    return {
        "case_id": str(case.case_id),
        "revision": revision(case),
        "procedure": case.procedure,
        "stage": case.stage.value,
        "topics": list(case.topics),
        "rights": [right.value for right in case.rights],
        "severity": case.severity,
        "substantiated": case.substantiated,
        "outcome": case.outcome and case.outcome.value,
        "remedy": case.remedy.value,
        "filed_on": case.filed_on,
        "closed_on": case.closed_on,
        "acknowledgement": _timed(case.acknowledgement, case.deadlines.acknowledge_by),
        "feedback": _timed(case.feedback, case.deadlines.feedback_by),
        "supplier_ids": [str(each) for each in case.supplier_ids],
        "site_ids": [str(each) for each in case.site_ids],
        "is_imported": case.taken(IMPORTED) is not None,
    }


def decided(case: Case, procedure: Procedure) -> dict[str, Any]:
    """Return a case after a decision: its state, its steps, and what may come next."""
    return listed(case) | {
        "steps": [_step(step) for step in case.steps],
        "next": allowed(case, procedure),
    }


def whole(
    case: Case, texts: Sequence[Entry], procedure: Procedure, formats: Sequence[Format]
) -> dict[str, Any]:
    """Return a case with all its words, for the handler who reads it."""
    rows = [imported_row(text) for text in texts if is_imported_row(text)]
    return decided(case, procedure) | {
        "entries": [_entry(text) for text in texts if not is_imported_row(text)],
        "statements": [each for row in rows for each in _statements(row, formats)],
    }


def allowed(case: Case, procedure: Procedure) -> dict[str, Any]:
    """Return where the procedure lets a case go from here, with the reasons it knows."""
    rules = procedure.rules
    stages = sorted(rules.moves.get(case.stage, ()))
    outcomes = sorted(rules.outcomes.get(case.stage, ()))
    return {
        "stages": [stage.value for stage in stages],
        "outcomes": {each.value: sorted(rules.reasons.get(each, ())) for each in outcomes},
        "remedies": sorted(each.value for each in rules.remedies.get(case.remedy, ())),
    }


def supplier(known: KnownSupplier) -> dict[str, Any]:
    """Return what a handler needs to pick a supplier."""
    return {
        "supplier_id": str(known.supplier_id),
        "name": known.name,
        "country": known.country,
        "site_ids": [str(each) for each in known.site_ids],
    }


def _timed(state: Timeliness, due_on: date | None) -> Mapping[str, str | None]:
    return {"state": state.value, "due_on": due_on.isoformat() if due_on else None}


def _step(step: Step) -> dict[str, Any]:
    return {
        "what": step.what,
        "source": step.source,
        "on": step.on,
        "code": step.code,
        "entry": step.entry,
    }


def _entry(text: Entry) -> dict[str, Any]:
    return {
        "number": text.number,
        "kind": text.kind.value,
        "on": text.on,
        "source": text.source,
        "label": text.label,
        "language": text.language,
        "text": text.text,
    }


def _statements(imported: ImportedRow, formats: Sequence[Format]) -> list[dict[str, Any]]:
    """Return each filled cell as a statement: who said it, when we were told, what it says.

    Where a column lists several, such as petitioners, `parts` has each of them.
    """
    columns = next((each.columns for each in formats if each.code == imported.form), {})
    row = imported.row
    return [
        {
            "column": name,
            "text": text,
            "source": imported.source,
            "stated_on": imported.on,
            "parts": _parts(columns.get(plain(name)), text),
        }
        for name, text in zip(row.columns, row.values, strict=True)
        if text
    ]


def _parts(column: Column | None, text: str) -> list[str]:
    is_list = column is not None and column.kind in {ColumnKind.NAMES, ColumnKind.RIGHTS}
    return list(names_in(text)) if is_list else []
