"""Mechanisms: what the work of a duty does."""
