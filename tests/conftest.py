"""Settings that hold for every test."""

from __future__ import annotations

from hypothesis import settings

# The same examples on every machine and worker; no deadline, because cores are shared.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=60, database=None)
settings.load_profile("house")
