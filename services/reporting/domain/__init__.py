"""The reporting domain: what a record is, what a figure is, and what stands behind each number."""
