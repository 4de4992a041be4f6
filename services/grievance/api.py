"""Door 2, machines over HTTP: empty until a case can be filed."""
