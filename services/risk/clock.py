"""Door 4, time: nothing falls due in risk yet."""
