"""Metrics of a history: one question a file, all on one table."""
