"""Hashes of content: what two files say counts, not how they are written."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from pydantic import BaseModel


def content_hash(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of a value, 64 hexadecimal digits.

    Errors: as ``canonical_json``.
    """
    return hashlib.sha256(canonical_json(value).encode("ascii")).hexdigest()


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, floats by ``repr``, ASCII only.

    Models and dataclasses count by their fields, enumerations by their value, dates in ISO form, tuples as lists.
    Errors: ValueError for a number that is not finite, TypeError for anything that has no such text.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _plain(value: object) -> object:
    """Return the value as JSON knows it. Raises TypeError and ValueError as ``canonical_json``."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, float):
        return _finite(value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return _collection(value)


def _collection(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, BaseModel):
        names = list(_counted(value))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
    else:
        raise TypeError(f"a {type(value).__name__} has no canonical JSON")
    return {name: _plain(getattr(value, name)) for name in names}


def _counted(part: BaseModel) -> Iterator[str]:
    """Yield the fields of a part that count: all but those that came later and are at their default."""
    later: frozenset[str] = getattr(type(part), "uncounted_by_default", frozenset())
    for name, field in type(part).model_fields.items():
        if name not in later or getattr(part, name) != field.default:
            yield name


def _key(key: object) -> str:
    """Return the key of a mapping. Raises TypeError unless it is text, since 1 and "1" would collide."""
    plain = _plain(key)
    if isinstance(plain, str):
        return plain
    raise TypeError(f"a key must be text, not {key!r}")


def _finite(value: float) -> float:
    """Return the number with one zero, since 0.0 and -0.0 are equal."""
    if not math.isfinite(value):
        raise ValueError(f"{value!r} has no canonical JSON")
    return float(value) + 0.0
