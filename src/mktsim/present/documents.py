"""Documents in a directory of results: written whole, never over something else without being asked to."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.present.json import View

Files = tuple[tuple["Path", bytes], ...]
"""Paths with contents."""


def write_bytes(files: Files, *, replace: bool) -> tuple[Path, ...]:
    """Write all files or none, and return their paths; a file with the same content already is left alone.

    Raises FileExistsError naming the first file with other content, unless `replace` is set.
    """
    if not replace:
        for path, content in files:
            if path.exists() and path.read_bytes() != content:
                raise FileExistsError(f"{path} exists with other content; choose another directory")
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


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV; numbers in the shortest form that reads back as the same number."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return held.getvalue().encode()
