"""What says that the database cannot be asked now; the same request may be sent again."""

from typing import Final

import asyncpg

from shared.store.pool import LOST

UNAVAILABLE: Final = (
    *LOST,
    TimeoutError,
    asyncpg.TransactionRollbackError,  # class 40: a deadlock or a serialisation failure
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
