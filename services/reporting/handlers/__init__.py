"""Use cases of reporting: two projections and one reading."""
