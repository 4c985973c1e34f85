"""Mechanisms of staff and culture."""
