"""Telemetry: logs, metrics, traces and health. Knows nothing of events or tables."""
