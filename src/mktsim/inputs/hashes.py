"""Hashes of content: what two files say counts, not how they are written."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from json.encoder import encode_basestring_ascii

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
    if isinstance(value, Enum | date):
        return canonical_json(value.value if isinstance(value, Enum) else value.isoformat())
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return float.__repr__(_finite(value)) if isinstance(value, float) else int.__repr__(value)
    return _collection(value)


_WORDS = {None: "null", True: "true", False: "false"}
_MOST_KEPT = 4096
"""Models whose texts are kept: a world with one number changed shares all its other parts with the one before."""
_kept: dict[int, tuple[BaseModel, str]] = {}


def _collection(value: object) -> str:
    if isinstance(value, BaseModel):
        return _of_model(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(canonical_json, value))}]"
    if isinstance(value, Mapping):
        return _object({_key(key): item for key, item in value.items()})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _object({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    raise TypeError(f"a {type(value).__name__} has no canonical JSON")


def _of_model(part: BaseModel) -> str:
    """Return the text of a model; that of a frozen one is made once while it is among the last asked for."""
    known = _kept.get(id(part))
    if known is not None and known[0] is part:
        return known[1]
    text = _object({name: getattr(part, name) for name in _counted(part)})
    if part.model_config.get("frozen"):
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[id(part)] = (part, text)
    return text


def _object(items: Mapping[str, object]) -> str:
    texts = (f"{encode_basestring_ascii(name)}:{canonical_json(items[name])}" for name in sorted(items))
    return f"{{{','.join(texts)}}}"


def _counted(part: BaseModel) -> Iterator[str]:
    """Yield the fields of a part that count: all but those that came later and are at their default."""
    later: frozenset[str] = getattr(type(part), "uncounted_by_default", frozenset())
    for name, field in type(part).model_fields.items():
        if name not in later or getattr(part, name) != field.default:
            yield name


def _key(key: object) -> str:
    """Return the key of a mapping. Raises TypeError unless it is text, since 1 and "1" would collide."""
    plain = key.value if isinstance(key, Enum) else key.isoformat() if isinstance(key, date) else key
    if isinstance(plain, str):
        return plain
    raise TypeError(f"a key must be text, not {key!r}")


def _finite(value: float) -> float:
    """Return the number with one zero, since 0.0 and -0.0 are equal."""
    if not math.isfinite(value):
        raise ValueError(f"{value!r} has no canonical JSON")
    return float(value) + 0.0
