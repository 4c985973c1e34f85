"""Names made from content: the same content has the same hash on every platform."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from pydantic import BaseModel

_DIGEST_BYTES = 16
_MODEL_PARTS = ("model", "inputs", "outcomes", "data", "streams.py", "calendar.py", "inverse.py", "quantities.py")
"""What moves outcomes: the model, what it reads and what it draws."""
_SOURCES = frozenset({".py", ".yaml", ".json", ".csv"})


def content_hash(value: object) -> str:
    """Hash of a value made of parts, dataclasses, enums, dates, collections and scalars; 32 hexadecimal digits.

    Dictionaries count in the order of their keys, sets in the order of their texts. Errors: TypeError for
    anything else.
    """
    return text_hash(json.dumps(_plain(value), sort_keys=True, ensure_ascii=True, allow_nan=False))


def text_hash(text: str) -> str:
    """Hash of a text, 32 hexadecimal digits."""
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES, person=b"mktsim.study.1").hexdigest()


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


def _plain(value: object) -> object:
    """Return the value as JSON understands it, with the class of each record kept."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        fields = {name: _plain(getattr(value, name)) for name in type(value).model_fields}
        return {"": type(value).__name__, **fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"": type(value).__name__} | {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    return _plain_collection(value)


def _plain_collection(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_plain(item), sort_keys=True) for item in value)
    raise TypeError(f"a {type(value).__name__} has no content hash")
