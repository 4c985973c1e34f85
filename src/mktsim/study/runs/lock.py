"""One writer a directory: a lock of the operating system, which is let go however the writer ends."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import IO

from mktsim.errors import StoreError

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
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
