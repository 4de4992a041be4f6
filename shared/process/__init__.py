"""One process of a service: settings, roles, the order of start and stop, the command line."""
