"""HTTP: the application, its limits and headers, the group commit, the page frame."""
