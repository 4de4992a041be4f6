"""intake: takes what ERPs, registers and auditors say, and tells which supplier that is.

Decides   which numbers name one supplier; which statement stands for each of its fields; that the
          first report of an audit stands
Reads     intake-inbox (supplier-reported, audit-reported); the same over POST /events; CSV files
Writes    supplier-updated (full state, only when it differs), audit-completed (once)
Tables    source_records, suppliers, audits, audit_statements, received_events (per company);
          numbers, identities (for all)
Clocks    none
HTTP      POST /events, GET /events/status, GET /suppliers, GET /suppliers/{supplier_id},
          GET /audits/{audit_id}, GET /audit-statements
"""
