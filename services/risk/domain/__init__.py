"""Ideas of risk analysis as pure functions over frozen values; one file per idea."""
