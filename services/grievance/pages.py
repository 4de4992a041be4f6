"""Door 3, people over HTTP: empty until the pages for filing and following a case exist."""
