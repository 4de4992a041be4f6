"""Door 4, time: nothing falls due in grievance yet."""
