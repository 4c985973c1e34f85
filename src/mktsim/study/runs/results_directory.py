"""Whose results a directory holds: what belongs to another question is never overwritten."""

from __future__ import annotations

from pathlib import Path

from mktsim.errors import StoreError
from mktsim.study.compare.run import STORE_NAME
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.lock import lock_path
from mktsim.study.runs.shard import share_folders
from mktsim.study.runs.stamp import platform_stamp
from mktsim.study.runs.store import note, open_store, put_note
from mktsim.study.runs.store_file import beginnings

OWNER = "owner"
"""Under this key the manifest says whose results a directory holds."""


def claim(directory: Path, owner: str, *, fresh: bool) -> bool:
    """Take a directory for the results of `owner`; return whether its documents may be replaced.

    Errors: StoreError when its store belongs to somebody else, to another model or platform, or when there are
    documents that no store accounts for; `fresh` throws the store away first.
    """
    path = directory / STORE_NAME
    is_known = path.exists()
    if not is_known:
        _refuse_strangers(directory)
    with open_store(path, model_hash(), platform_stamp(), fresh=fresh) as store:
        found = note(store, OWNER)
        if found is not None and found != owner:
            raise StoreError(
                str(path), f"holds results of {found}, not of {owner}; name another directory with --out, or --fresh"
            )
        if found is None:
            put_note(store, OWNER, owner)
    return is_known


def _refuse_strangers(directory: Path) -> None:
    """Refuse a directory with files in it that are not ours."""
    if directory.exists() and not directory.is_dir():
        raise StoreError(str(directory), "is a file; name a directory with --out")
    store = directory / STORE_NAME
    known = {lock_path(store), *beginnings(store), *share_folders(directory)}
    found = sorted(path for path in directory.iterdir() if path not in known) if directory.exists() else []
    if found:
        raise StoreError(
            str(directory), f"is not empty ({found[0].name}) and holds no results; name another with --out"
        )
