"""What comes in to commands, what was decided to facts; knows both, decides nothing.

Events: causes, suppliers, audits. Files: tables (strict CSV), cells, supplier_rows, audit_rows.
"""
