"""Rows and packs of intake; one file per kind of row, and all statements in `queries.sql`.

Lock order: events received (sorted), numbers (a new one's unique key, sorted), identities (sorted),
audits (a new one's unique key, sorted). Records and suppliers need no lock of their own: whoever
writes them holds their identity's. A batch takes the same number of statements whatever its size;
only a supplier that somebody else merges in that very moment costs a few more.
"""
