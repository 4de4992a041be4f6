"""The domain of complaints: empty until the rules of procedure are written as a pack."""
