"""Domain values <-> rows: empty, since there is no value of the domain to keep."""
