"""A directory of results: its store, whose results it holds, and the call that made it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import StoreError
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.shard import shard_folders
from mktsim.study.runs.store import Store, note, open_store, open_to_read, put_note
from mktsim.study.runs.store_file import beginnings, lock_path

STORE_NAME = "results.sqlite"
"""The store's file in the directory of results."""
OWNER = "owner"
"""Under this key the manifest says whose results a directory holds."""
ALL = "all_replications"
"""Option of a call of `compare` that runs every replication, however soon the answer is sure."""
_CALL = "call"
Value = str | int | float | list[str] | None


def open_results(directory: Path, *, fresh: bool = False) -> Store:
    """Open the store of a directory for writing with the model that is installed, or make one.

    Errors: StoreError, also for results of another model or platform; `fresh` throws the store away first.
    """
    return open_store(directory / STORE_NAME, model_hash(), platform_stamp(), fresh=fresh)


def open_to_look(directory: Path) -> Store:
    """Open the store of a directory, of whatever model, to read it. Errors: StoreError."""
    return open_to_read(directory / STORE_NAME)


@dataclass(frozen=True)
class Call:
    """One command with its study and what was asked of it."""

    command: str
    study: str
    options: Mapping[str, Value]
    """By name of the parameter; None where it was left to its default."""

    def words(self) -> list[str]:
        """Return command, study and options as the command line takes them."""
        found = [*self.command.split(), self.study]
        for name, value in self.options.items():
            option = f"--{name.replace('_', '-')}"
            for one in value if isinstance(value, list) else [value]:
                found += [] if one is None else [option] if one is True else [option, str(one)]
        return found

    def line(self, directory: Path) -> str:
        """Return the command line; of a shard, with the directory of the study."""
        place = directory.parent if self.options.get("shard") else directory
        return shlex.join(["mktsim", *self.words(), "--out", place.as_posix()])


def remember(directory: Path, call: Call) -> None:
    """Write the call into the store of a directory that was claimed. Errors: StoreError."""
    text = json.dumps({"command": call.command, "study": call.study, "options": dict(call.options)})
    with open_results(directory) as store:
        put_note(store, _CALL, text)


def recalled(directory: Path) -> Call:
    """Return the call that made a directory. Errors: StoreError when it has no store, or the store no call."""
    with open_to_look(directory) as store:
        path, text = store.path, note(store, _CALL)
    if text is None:
        raise StoreError(str(path), "does not say how it was made; call the command again with --out")
    try:
        found = json.loads(text)
        return Call(str(found["command"]), str(found["study"]), dict(found["options"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        told = "is damaged: what it says about how it was made cannot be read; call the command again with --out"
        raise StoreError(str(path), told) from error


def claim(directory: Path, owner: str, *, fresh: bool) -> bool:
    """Take a directory for the results of `owner`; return whether its documents may be replaced.

    Errors: StoreError when its store belongs to somebody else, to another model or platform, or when there are
    documents that no store accounts for; `fresh` throws the store away first.
    """
    path = directory / STORE_NAME
    is_known = path.exists()
    if not is_known:
        _refuse_strangers(directory)
    with open_results(directory, fresh=fresh) as store:
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
    known = {lock_path(store), *beginnings(store), *shard_folders(directory)}
    found = sorted(path for path in directory.iterdir() if path not in known) if directory.exists() else []
    if found:
        raise StoreError(
            str(directory), f"is not empty ({found[0].name}) and holds no results; name another with --out"
        )
