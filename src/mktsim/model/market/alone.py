"""One process at a time: what compiles for the shared cache must not be met by another that does the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Hold the lock of a directory, waiting for whoever has it; without one where no file can be made.

    The system lets it go with the process, be it by a kill. numba numbers what it keeps by what it finds: two processes
    that keep code for different sizes of market at once take the same number, and one of them later runs the other's.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file = (directory / "lock").open("ab")
    except OSError:
        yield
        return
    with file:
        _wait(file)
        yield


if sys.platform == "win32":
    import msvcrt

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

    def _wait(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
