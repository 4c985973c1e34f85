"""Documents in a directory of results: written whole, never over something else without being asked to."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.present.json import View

Files = tuple[tuple["Path", bytes], ...]
"""Paths with contents."""


def check_writable(place: Path) -> None:
    """Refuse a file or directory to be written where that cannot be, before any work is done; nothing is created.

    Errors: InputError naming what stands in the way.
    """
    above = next(one for one in (place, *place.absolute().parents) if one.exists() or one.is_symlink())
    why = ""
    if above != place and not above.is_dir():
        why = f"{above} is a file, not a directory"
    elif above.is_dir() and not os.access(above, os.W_OK | os.X_OK):
        why = f"the directory {above} may not be written"
    elif above.is_file() and not os.access(above, os.W_OK):
        why = "the file may not be written"
    if why:
        raise InputError((Problem(str(place), 0, 0, "", f"cannot be written: {why}"),))


def write_bytes(files: Files, *, replace: bool) -> tuple[Path, ...]:
    """Write all files or none, and return their paths; a file with the same content already is left alone.

    Raises FileExistsError naming the first file with other content, unless `replace` is set.
    """
    if not replace:
        for path, content in files:
            if path.exists() and path.read_bytes() != content:
                raise FileExistsError(
                    f"{path} exists with other content; choose another directory (--out), or replace it (--fresh)"
                )
    for path, content in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
    return tuple(path for path, _ in files)


def json_bytes(view: View) -> bytes:
    """Return a view as a JSON file holds it; times are left out, so that the same result gives the same file."""
    timeless = {**view, "seconds": None} if "seconds" in view else view
    return (json.dumps(timeless, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
