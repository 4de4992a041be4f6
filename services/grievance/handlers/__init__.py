"""Use cases: a person files and follows a case, handlers take it on, its news leaves later."""
