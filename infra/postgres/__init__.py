"""Databases on paper: what the migrations of each service add up to."""
