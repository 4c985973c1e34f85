"""Runs: cells, their driver, workers and store, and the table of their outcomes."""
