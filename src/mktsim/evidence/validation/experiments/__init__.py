"""Shared experiments: pure functions from a scenario and a seed to tables; one a file."""
