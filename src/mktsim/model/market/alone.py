"""The directory of compiled code: safe to load from, and used by one process at a time while it compiles."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = 0
"""User number of the system's administrator."""


def cache_problem(directory: Path) -> str:
    """Return why a directory cannot hold compiled code, in words; empty when it can. It is made if it is not there.

    Whoever can write there can have code run by everybody who loads it, so the directory and what it stands in must be
    of the user and nobody else's to write.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        for place, owners in ((directory, ()), (directory.parent, (ROOT,))):
            if why := _open_to_others(place, owners):
                return why
        with tempfile.TemporaryFile(dir=directory):
            return ""
    except OSError as error:
        return f"cannot be written ({error.strerror or error})"


def _open_to_others(place: Path, owners: tuple[int, ...]) -> str:
    """Return why others could put files into a directory; systems without owners and modes are trusted.

    Where only the owner of a file may replace it (sticky, as the directory of temporary files is), others may write.
    """
    if not hasattr(os, "getuid"):
        return ""
    found = place.stat()
    if found.st_uid not in {os.getuid(), *owners}:
        return f"is in a directory of another user ({place})"
    is_open = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not (owners and found.st_mode & stat.S_ISVTX)
    return f"may be written by others ({place})" if is_open else ""


@contextmanager
def alone(directory: Path | None) -> Iterator[None]:
    """Hold the lock of a directory, waiting for whoever has it; without one where nothing is kept.

    The system lets it go with the process, be it by a kill. numba numbers what it keeps by what it finds: two processes
    that keep code for different sizes of market at once take the same number, and one of them later runs the other's.
    """
    if directory is None:
        yield
        return
    try:
        file = (directory / "lock").open("ab")
    except OSError:
        yield
        return
    with file:
        _wait(file)
        yield


def is_taken(directory: Path) -> bool:
    """Tell whether another process holds the lock of a directory now."""
    try:
        with (directory / "lock").open("ab") as file:
            return not _taken_at_once(file)
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _taken_at_once(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait(file: IO[bytes]) -> None:
        file.seek(0)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:
                continue
            return
else:
    import fcntl

    def _taken_at_once(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _wait(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
