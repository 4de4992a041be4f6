"""What operators do to a line that stands or lost its way; each act is kept with its reason."""
