"""Use cases: empty, since the procedure and its rules are decided first."""
