"""Door 1, topics: empty, since a complaint comes from people and not from a topic."""
