"""intake: takes what ERPs and registers say, and tells which supplier that is.

Decides   which numbers name one supplier; which statement stands for each of its fields
Reads     intake-inbox (supplier-reported); the same over POST /events
Writes    supplier-updated (full state, only when it differs)
Tables    source_records, suppliers, received_events (per company); numbers, identities (for all)
Clocks    none
HTTP      POST /events, GET /events/status, GET /suppliers, GET /suppliers/{supplier_id}
"""
