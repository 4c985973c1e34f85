"""Runs the command line as `python -m mktsim`."""

from __future__ import annotations

from mktsim.cli.main import app_entry

app_entry()
