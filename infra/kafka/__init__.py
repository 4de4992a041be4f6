"""The topics as the broker knows them: made, rendered and checked from the contracts."""
