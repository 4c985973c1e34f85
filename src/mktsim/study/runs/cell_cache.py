"""Cells that earlier questions have run, kept in the user's own cache, so that the next question need not run them.

A cell is found by its key, which holds the content of its world and arm with the sources of parts that are the user's
own; the file belongs to one model, platform and encoding. So what is found is what would be run. It is a convenience:
where it cannot be read or written, or another process is writing, the cells are run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from mktsim.errors import StoreError
from mktsim.study.runs import encoding, store_schema
from mktsim.study.runs.cell import CellKey, CellStatus, Finished, Planned
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.store import Store, note, open_store, open_to_read
from mktsim.study.runs.store_file import delete
from mktsim.study.runs.store_reader import Reader, whole_cells
from mktsim.study.runs.user_cache import safe_folder

_FOLDER = "cells"
_MOST_BYTES = 256 * 2**20
"""Size from which the cache is begun anew: some ten thousand cells. Assumption."""
_MOST_FILES = 4
"""Models whose cells are kept, for those who go to and fro between versions. Assumption."""


class CellCache:
    """The cells that were kept; none where `is_used` is false or the user's cache is not safe."""

    def __init__(self, *, is_used: bool = True) -> None:
        """Find the file of this model, platform and encoding."""
        self._path = _file() if is_used else None
        self._kept: set[CellKey] = set()

    def lend(self, store: Store, planned: Iterable[Planned]) -> None:
        """Put what is kept of some cells into a store that does not hold them yet."""
        wanted = {one.key: one.keep_series for one in planned if one.key not in self._kept}
        missing = wanted.keys() - store.done(wanted.keys())
        if self._path is None or not missing or not self._path.is_file():
            return
        with suppress(StoreError), open_to_read(self._path) as held:
            if _is_of_this_model(held):
                found = [one for one in _done(held, missing) if one.block or not wanted[one.planned]]
                store.add(*found)
                self._kept.update(one.planned for one in found)

    def keep(self, store: Reader, keys: Iterable[CellKey]) -> None:
        """Keep what a store holds of some cells; failed ones are not kept."""
        wanted = set(keys) - self._kept
        if self._path is None or not wanted:
            return
        with suppress(StoreError):
            found = _done(store, wanted)
            with _opened(self._path) as held:
                held.add(*found)
            self._kept.update(one.planned for one in found)


def _file() -> Path | None:
    """Return the cache's file; None where the user has no directory that is safe."""
    place = safe_folder(_FOLDER)
    if place is None:
        return None
    made_by = hashlib.sha256(f"{model_hash()};{platform_stamp()};{store_schema.SCHEMA_VERSION}".encode())
    made_by.update(Path(encoding.__file__).read_bytes())
    return place / f"{made_by.hexdigest()[:24]}.sqlite"


def _is_of_this_model(held: Reader) -> bool:
    wanted = (("model_hash", model_hash()), ("platform", platform_stamp()))
    return all(note(held, key) == value for key, value in wanted)


def _done(source: Reader, keys: Collection[CellKey]) -> list[Finished]:
    return [one for one in whole_cells(source, sorted(keys)) if one.status is CellStatus.DONE]


def _opened(path: Path) -> Store:
    """Open the cache for writing; a damaged one, or one that grew too large, is begun anew. Errors: StoreError."""
    is_new = not path.exists()
    is_large = not is_new and path.stat().st_size > _MOST_BYTES
    try:
        found = open_store(path, model_hash(), platform_stamp(), fresh=is_large)
    except StoreError:
        found = open_store(path, model_hash(), platform_stamp(), fresh=True)  # refused again while it is in use
    if is_new:
        _forget_old(path)
    return found


def _forget_old(path: Path) -> None:
    """Delete the cells of all but the models that were used last."""
    others = [one for one in path.parent.glob("*.sqlite") if one != path]
    for one in sorted(others, key=lambda file: -file.stat().st_mtime)[_MOST_FILES - 1 :]:
        with suppress(StoreError, OSError):
            delete(one)
