"""Use cases of intake, one file each; all run inside a transaction that a door opened."""
