"""Door 3, people over HTTP: empty, since verdicts are read in reporting's pages with all else."""
