"""Contract event <-> domain: empty, since no event is read or written before the first case."""
