"""The text of a file, or one clear problem why it cannot be had."""

from __future__ import annotations

import stat
from difflib import get_close_matches
from pathlib import Path

from mktsim.errors import InputError, Problem

MOST_BYTES = 5_000_000
"""Files above this size are refused."""


def text_of(path: str | Path) -> str:
    """Return the text of a UTF-8 file of at most 5 MB.

    Errors: InputError when it is missing, no regular file, unreadable, too large, not UTF-8, or empty.
    """
    name = str(path)
    content = _content(Path(path), name)
    if len(content) > MOST_BYTES:
        raise _refused(name, f"is larger than {MOST_BYTES / 1e6:g} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((_undecodable(name, content, error),)) from error
    if not text.strip():
        raise _refused(name, "is empty")
    return text


def _content(path: Path, name: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refused(name, "is a directory, not a file")
        if not stat.S_ISREG(mode):
            raise _refused(name, "is not a regular file")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError((Problem(name, 0, 0, "", "no such file", _near(path)),)) from error
    except PermissionError as error:
        raise _refused(name, "may not be read: permission denied") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(name, f"cannot be read: {reason}") from error


def _refused(name: str, message: str) -> InputError:
    return InputError((Problem(name, 0, 0, "", message),))


def _undecodable(name: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    """Return where the first byte stands that is not UTF-8."""
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    byte = content[error.start]
    return Problem(name, line, column, "", f"is not UTF-8 text (byte 0x{byte:02x}); save the file as UTF-8")


def _near(path: Path) -> tuple[str, ...]:
    """Return files of the same folder with a similar name."""
    try:
        names = [file.name for file in path.parent.iterdir()]
    except (OSError, ValueError):
        return ()
    return tuple(str(path.parent / name) for name in get_close_matches(path.name, sorted(names)))
