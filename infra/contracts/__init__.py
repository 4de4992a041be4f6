"""The published schemas: rendered from the models, held against examples and the last release."""
