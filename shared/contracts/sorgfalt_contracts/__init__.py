"""The published language: terms, envelope, events, topics. Imports nothing of the platform."""
