"""Domain values <-> rows: cases, their encrypted entries, what is held, suppliers known."""
