"""Door 2, machines over HTTP: reporting for those who file, handling for those who decide."""
