"""Histories of runs, and the metrics that sum them up."""
