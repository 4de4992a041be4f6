"""Messaging: the batch consumer, the relay, dead letters. Everything that touches Kafka."""
