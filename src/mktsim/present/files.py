"""Writes files that a person opens, never over something else without being told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_bytes(files: tuple[tuple[Path, bytes], ...], *, replace: bool) -> tuple[Path, ...]:
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
