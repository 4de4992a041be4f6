"""Record suppliers: the newest state of each is kept, so that cases can be attributed."""

from collections.abc import Sequence

from services.grievance.domain.supplier import KnownSupplier
from services.grievance.store import suppliers
from shared.store.cause import Caused
from shared.store.transaction import Transaction


async def record_suppliers(tx: Transaction, work: Sequence[Caused[KnownSupplier]]) -> None:
    """Keep the highest version of each supplier in the batch, if it is higher than the kept one."""
    in_order = sorted((each.command for each in work), key=lambda supplier: supplier.version)
    newest = {(each.company_id, each.supplier_id): each for each in in_order}
    await suppliers.save_suppliers(tx, list(newest.values()))
