"""Hash of the model that is installed: its sources and its data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

_DIGEST_BYTES = 16
_MODEL_PARTS = (
    "model",
    "inputs",
    "outcomes",
    "data",
    "streams.py",
    "calendar.py",
    "inverse.py",
    "quantities.py",
    "sums.py",
    "kept.py",
    "records.py",
    "relations.py",
)
"""What moves outcomes: the model, what it reads and what it draws."""
_SOURCES = frozenset({".py", ".yaml", ".json", ".csv"})


@lru_cache(maxsize=1)
def model_hash() -> str:
    """Hash of the sources and data of the model that is installed."""
    root = Path(__file__).parent.parent
    return files_hash(root, (path for name in _MODEL_PARTS for path in _files(root / name)))


def files_hash(root: Path, paths: Iterable[Path]) -> str:
    """Hash of files by their path under `root` and their content, whatever their order and line ends."""
    found = blake2b(digest_size=_DIGEST_BYTES, person=b"mktsim.model.1")
    for path in sorted(paths):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        name = path.relative_to(root).as_posix()
        found.update(f"{len(name)}:{name}{len(content)}:".encode() + content)
    return found.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return (path,)
    return (found for found in path.rglob("*") if found.suffix in _SOURCES)
