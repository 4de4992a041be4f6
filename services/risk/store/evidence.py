"""Rows of evidence: audits, complaints and rulings, as documents beside their keys."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sorgfalt_contracts.terms import AuditId, CaseId, CompanyId, SupplierId

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.decision import Decision
from services.risk.domain.supplier import SupplierKey
from services.risk.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidOf:
    """One thing said of a supplier: `kind` is audit, complaint or decision."""

    key: SupplierKey
    kind: str
    document: bytes


async def save_audits(
    connection: Connection, audits: Iterable[tuple[Audit, bytes]]
) -> set[AuditId]:
    """Keep each audit once, with its document; return the ids of the new ones."""
    rows = {
        (audit.company_id, audit.audit_id): (audit.supplier_id, document)
        for audit, document in reversed(list(audits))
    }
    given = [(*key, *rest) for key, rest in rows.items()]
    return {
        AuditId(row["audit_id"])
        for row in await connection.fetch(Q.save_audits, *columns(given, 4))
    }


async def save_cases(
    connection: Connection, complaints: Iterable[tuple[Complaint, bytes]]
) -> dict[CaseId, set[SupplierKey]]:
    """Keep the newest state of each case, one state of each given.

    Returns for each case whose state is new the suppliers that the state before spoke of. The rows
    stay locked: two states of one case wait for each other.
    """
    rows = [(c.company_id, c.case_id, c.version, document) for c, document in complaints]
    return {
        CaseId(row["case_id"]): {
            (CompanyId(row["company_id"]), SupplierId(each)) for each in row["previous_ids"]
        }
        for row in await connection.fetch(Q.save_cases, *columns(rows, 4))
    }


async def read_case(connection: Connection, company: CompanyId, case: CaseId) -> bytes | None:
    """Return the latest state of a case, if any is held."""
    found: bytes | None = await connection.fetchval(Q.read_case, company, case)
    return found


async def read_testimony(connection: Connection, keys: Collection[SupplierKey]) -> list[SaidOf]:
    """Return all that is kept of what was said of suppliers, and of those merged into them."""
    return [
        SaidOf(
            key=(CompanyId(row["company_id"]), SupplierId(row["supplier_id"])),
            kind=row["kind"],
            document=row["document"],
        )
        for row in await connection.fetch(Q.read_testimony, *columns(sorted(keys), 2))
    ]


async def save_decision(connection: Connection, decision: Decision, document: bytes) -> bool:
    """Keep a ruling unless there is one; say whether it is the first."""
    given = (decision.company_id, *decision.pair, document)
    return await connection.fetchval(Q.save_decision, *given) is not None


async def read_decision(connection: Connection, like: Decision) -> bytes | None:
    """Return the ruling about the same contradiction, if there is one."""
    found: bytes | None = await connection.fetchval(Q.read_decision, like.company_id, *like.pair)
    return found
