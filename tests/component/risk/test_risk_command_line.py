"""`python -m services.risk explain` and `reassess`: exit codes, words and JSON."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sorgfalt_contracts.terms import CompanyId, FindingGrade, Right
from typer.testing import CliRunner, Result

from services.risk.__main__ import commands
from services.risk.handlers.open_plans import open_plans_of_audits
from shared.store.pool import Store
from tests.component.risk.evidence_rows import brought, caused
from tests.unit.risk.builders import COMPANY, SUPPLIER, a_supplier
from tests.unit.risk.evidence_builders import a_complaint, a_finding, an_audit
from tests.unit.risk.plan_builders import the_rules

Command = Callable[..., Result]
COPPER = a_supplier(country="DE", materials=("copper",))


@pytest.fixture
def command(new_database: tuple[str, str], tmp_path: Path) -> Command:
    """Run a command in a thread of its own: it opens an event loop, and ours is running."""
    environment = {
        "SORGFALT_STATE": str(tmp_path),
        "RISK_KAFKA": "127.0.0.1:9092",
        "RISK_DATABASE": new_database[1],
        "RISK_HTTP_PORT": "8080",
        "RISK_COMPANY_ID": str(COMPANY),
    }

    def run(*words: object) -> Result:
        return CliRunner().invoke(commands, list(map(str, words)), env=environment)

    return run


async def ran(command: Command, *words: object) -> Result:
    return await asyncio.to_thread(command, *words)


async def test_a_supplier_is_explained_in_words(risk_store: Store, command: Command) -> None:
    await brought(risk_store, COPPER, an_audit(), a_complaint(Right.WAGE))
    answer = await ran(command, "explain", SUPPLIER)
    lines = answer.stdout.splitlines()
    assert (answer.exit_code, lines[0]) == (0, f"Supplier {SUPPLIER}, verdict 2 on state 1")
    assert (
        "HR08 Withholding an adequate wage: known, severity 3, likelihood 4, priority medium"
    ) in lines
    assert "Open contradictions: 1" in lines
    assert (
        "  copper: assumed, CL 23.2 %, PE 12.0 %, CD 11.6 %, CN 7.9 %, US 5.1 %, 40.2 % unknown, "
        "confidence low [usgs_production_2026, 2026]"
    ) in lines
    assert "Audits: 1" in lines
    assert "Complaints: 1" in lines


async def test_a_supplier_is_explained_in_json(risk_store: Store, command: Command) -> None:
    await brought(risk_store, COPPER)
    answer = await ran(command, "explain", SUPPLIER, "--json")
    document = json.loads(answer.stdout)
    assert (answer.exit_code, document["plan"]) == (0, None)
    assert [each["supplier_id"] for each in document["suppliers"]] == [str(SUPPLIER)]


async def test_a_plan_is_explained_by_its_own_id(risk_store: Store, command: Command) -> None:
    audit = an_audit(a_finding(FindingGrade.CRITICAL, Right.WAGE))
    async with risk_store.transaction([CompanyId(COMPANY)]) as tx:
        await open_plans_of_audits(the_rules(), tx, [caused(audit, "audit")])
    (row,) = await risk_store.pool.fetch("select key from outbox")
    plan = row["key"].decode()
    answer = await ran(command, "explain", plan)
    assert answer.exit_code == 0
    assert answer.stdout.startswith(f"Plan {plan}, version 1: open, owner ")
    assert json.loads((await ran(command, "explain", plan, "--json")).stdout)["suppliers"] == []


async def test_what_nobody_knows_is_one_sentence_and_exit_code_1(
    risk_store: Store, command: Command
) -> None:
    assert risk_store
    answer = await ran(command, "explain", UUID(int=5))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr == "Neither a supplier that was judged nor a plan has this id.\n"


async def test_reassessment_tells_what_it_did_in_words_and_in_json(
    risk_store: Store, command: Command
) -> None:
    await brought(risk_store, COPPER)
    told = await ran(command, "reassess")
    tried = await ran(command, "reassess", "--dry-run", "--json")
    assert (told.exit_code, told.stdout) == (0, "1 suppliers judged, 0 verdicts changed.\n")
    assert json.loads(tried.stdout) == {"judged": 1, "changed": 0, "dry_run": True}
