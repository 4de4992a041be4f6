"""The store: pool, doors, progress, outbox, named SQL, packs. Everything that touches Postgres."""
