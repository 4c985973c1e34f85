"""The file of a store: whether it is ours, its lock for one writer, and messages for what it refuses."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from weakref import WeakSet

from mktsim.errors import StoreError, on_one_line

APPLICATION_ID = 0x6D6B7473
"""Marks a file as one of ours ("mkts"), so that starting anew never deletes anything else."""
_MAGIC = b"SQLite format 3\x00"
ANEW = "keep a copy if it is of worth, and start anew with --fresh"
_ID_PLACE = slice(68, 72)
"""Where SQLite keeps the application id in the file's header."""


def is_ours(path: Path) -> bool:
    """Tell whether a file is a result store, by its header. Errors: StoreError when it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_ID_PLACE.stop)
    except OSError as error:
        raise StoreError(str(path), f"cannot be read ({error.strerror})") from error
    return head.startswith(_MAGIC) and head[_ID_PLACE] == APPLICATION_ID.to_bytes(4, "big")


def beginnings(path: Path) -> tuple[Path, ...]:
    """Files under which a store is made before it gets its name: they may be left by a kill, and hold nothing."""
    return tuple(path.with_name(path.name + suffix) for suffix in (".new", ".new-journal"))


def _beside(path: Path) -> tuple[Path, ...]:
    """Files that SQLite keeps beside a store."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


@contextmanager
def begun(path: Path) -> Iterator[Path]:
    """Give a file in which a store is made; it gets its name when it is whole, so that a kill leaves none by halves.

    What an older store that was deleted by hand has left beside it is taken away: it must not flow into the new one.
    """
    for old in (*beginnings(path), *_beside(path)):
        old.unlink(missing_ok=True)
    yield beginnings(path)[0]
    beginnings(path)[0].replace(path)


def delete(path: Path) -> None:
    """Delete a result store with what SQLite keeps beside it. Errors: StoreError for any other file."""
    if path.exists() and path.stat().st_size > 0 and not is_ours(path):
        raise StoreError(str(path), "is not a result store, so it is not deleted")
    try:
        for one in (path, *_beside(path)):
            one.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(str(path), f"cannot be deleted ({error.strerror})") from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system refuse into a message a person can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = on_one_line(str(error))
        if "full" in reason:
            message = "cannot grow: the disk is full; all finished cells are kept, make room and call again"
            raise StoreError(str(path), message) from error
        if "locked" in reason or "busy" in reason:
            raise StoreError(str(path), "is in use by another process; wait for it or stop it") from error
        if "readonly" in reason or "unable to open" in reason:
            raise StoreError(str(path), f"cannot be written ({reason}); name another directory with --out") from error
        if "no such" in reason:
            raise StoreError(str(path), f"is damaged ({reason}); {ANEW}") from error
        raise StoreError(str(path), f"cannot be used ({reason})") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(str(path), f"is damaged ({on_one_line(str(error))}); {ANEW}") from error
    except OSError as error:
        raise StoreError(str(path), f"cannot be used ({error.strerror})") from error


_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
"""What the system answers when somebody else holds a lock."""
SUFFIX = ".lock"
"""Ending of the lock's file, after the store's whole name."""


def lock_path(store: Path) -> Path:
    """File of the lock of a store; it stays when the lock is let go, empty."""
    return store.with_name(store.name + SUFFIX)


def take_lock(store: Path) -> IO[bytes]:
    """Take the lock of a store; it is held until the file is closed or the process ends, be it by a kill.

    Errors: StoreError when another process has it; OSError where no file can be made.
    """
    file = lock_path(store).open("ab")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        if error.errno in _HELD:
            told = "is in use by another process; wait for it or stop it, or name another directory with --out"
        else:
            told = f"cannot be locked here ({error.strerror}); name a directory on another file system with --out"
        raise StoreError(str(store), told) from error
    _held_here.add(file)
    return file


_held_here: WeakSet[IO[bytes]] = WeakSet()


def _let_go() -> None:
    """Close a forked process's copies of locks: a lock ends with the process that took it, not with its workers."""
    for file in list(_held_here):
        file.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
