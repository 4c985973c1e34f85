"""The call that made a directory of results, so that it can be continued by naming the directory alone."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import StoreError
from mktsim.study.comparing import STORE_NAME
from mktsim.study.hashing import model_hash
from mktsim.study.stamp import platform_stamp
from mktsim.study.store import note, open_store, open_to_read, put_note

_KEY = "call"
Value = str | int | float | list[str] | None


@dataclass(frozen=True)
class Call:
    """One command with its study and what was asked of it."""

    command: str
    study: str
    options: Mapping[str, Value]
    """By name of the parameter; None where it was left to its default."""

    def words(self, directory: Path) -> str:
        """Return the command line; of a share, with the directory of the study."""
        found = ["mktsim", self.command, self.study]
        for name, value in self.options.items():
            for one in value if isinstance(value, list) else [value]:
                found += [] if one is None else [f"--{name.replace('_', '-')}", str(one)]
        return shlex.join([*found, "--out", (directory.parent if self.options.get("shard") else directory).as_posix()])


def remember(directory: Path, call: Call) -> None:
    """Write the call into the store of a directory that was claimed. Errors: StoreError."""
    text = json.dumps({"command": call.command, "study": call.study, "options": dict(call.options)})
    with open_store(directory / STORE_NAME, model_hash(), platform_stamp()) as store:
        put_note(store, _KEY, text)


def recalled(directory: Path) -> Call:
    """Return the call that made a directory. Errors: StoreError when it has no store, or the store no call."""
    path = directory / STORE_NAME
    with open_to_read(path) as store:
        text = note(store, _KEY)
    if text is None:
        raise StoreError(str(path), "does not say how it was made; call the command again with --out")
    try:
        found = json.loads(text)
        return Call(str(found["command"]), str(found["study"]), dict(found["options"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        told = "is damaged: what it says about how it was made cannot be read; call the command again with --out"
        raise StoreError(str(path), told) from error
