"""Use cases of risk; one file each. The door opens the transaction, never a handler."""
