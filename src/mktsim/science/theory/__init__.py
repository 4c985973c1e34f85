"""Closed forms of marketing science, one model a file."""
