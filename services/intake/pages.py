"""Door 3, people: none; intake speaks with machines, and people see suppliers in other services."""
