"""Openings that earlier questions have worked out, kept in the user's own cache: a burn-in takes as long as a run.

An opening is found by what decides it: the content of the world with its status quo, seed, replication, model and
platform. Nothing is kept where the cache is not safe; what is damaged, or cannot be read or written, is worked out.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from mktsim.model.initial_state import begin_in, known_state
from mktsim.model.world_inputs import burn_in_weeks
from mktsim.study.runs import snapshot_encoding
from mktsim.study.runs.cell import Planned
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.user_cache import safe_folder

_FOLDER = "openings"
_MOST_FILES = 256
"""Openings that are kept, some 50 MB of the shipped worlds. Assumption."""


def lend(planned: Planned) -> Path | None:
    """Have a cell begin in the opening that is kept of its world; return where to keep one that is still to be made."""
    path = _file(planned)
    if path is None or known_state(planned.cell) is not None:
        return None
    try:
        begin_in(planned.cell, snapshot_encoding.decoded(path.read_bytes()))
    except (OSError, ValueError):
        return path
    return None


def keep(planned: Planned, path: Path) -> None:
    """Keep the opening in which a cell has begun in a file, whole or not at all; a damaged one is replaced."""
    state = known_state(planned.cell)
    if state is None:
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError, TypeError):
        block = snapshot_encoding.encoded(state)
        beside.write_bytes(block)
        beside.replace(path)
        _forget_old(path.parent)


def _file(planned: Planned) -> Path | None:
    """Return the file of a cell's opening; None for a launch, which has none, and where nothing is to be kept."""
    if not planned.keeps_opening or not burn_in_weeks(planned.cell.scenario):
        return None
    place = safe_folder(_FOLDER)
    if place is None:
        return None
    world, _, seed, replication = planned.key
    text = f"{model_hash()};{platform_stamp()};{_encoding()};{world};{seed};{replication}"
    return place / hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _encoding() -> str:
    return hashlib.sha256(Path(snapshot_encoding.__file__).read_bytes()).hexdigest()


def _forget_old(place: Path) -> None:
    """Delete the openings that were made first, where there are too many."""
    found = [one for one in place.iterdir() if one.is_file()]
    if len(found) > _MOST_FILES:
        for one in sorted(found, key=lambda file: file.stat().st_mtime)[: len(found) - _MOST_FILES]:
            one.unlink(missing_ok=True)
