"""The user's own cache of what earlier calls have worked out: a folder of it, where it is safe."""

from __future__ import annotations

from pathlib import Path

from mktsim.model.market.alone import cache_problem
from mktsim.study.runs.identity import cache_directory


def safe_folder(name: str) -> Path | None:
    """Return a folder of the cache, made if it is not there; None where there is none that is the user's alone."""
    try:
        place = cache_directory() / name
    except RuntimeError:  # there is no home directory
        return None
    return None if cache_problem(place) else place
