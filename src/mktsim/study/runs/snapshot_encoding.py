"""Encoding of the state in which a world opens: a tree as JSON, its numbers as a block of floats; nothing is pickled.

What is encoded are plain values, arrays, and the model's own dataclasses, named tuples, enumerations and records. A
class is looked up among what the model has imported, and gets its fields alone: no code is named by the bytes that runs
nowhere else. What stands twice is one object again when it is decoded.
"""

from __future__ import annotations

import json
import sys
import zlib
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from mktsim.model.market.record import Record
from mktsim.study.runs.encoding import UNREADABLE, inflated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Node: TypeAlias = Any
"""What JSON holds: a plain value, or a list of a kind and its parts."""
Value: TypeAlias = Any
"""A value of a state."""

_LEVEL = 1
_HEAD = 12
"""Bytes of the lengths of the tree and the numbers, and of the check sum."""
_PACKAGE = "mktsim."
_KINDS = ("<f8", "<i8", "|b1")
"""Arrays that states hold: floats, whole numbers, truth."""


def encoded(state: Mapping[str, object]) -> bytes:
    """Encode a state. Errors: TypeError for what holds anything but values and objects of the model's classes."""
    writer = _Writer()
    tree = json.dumps([writer.classes, writer.node(dict(state))], separators=(",", ":")).encode()
    numbers = b"".join(writer.numbers)
    check = zlib.crc32(numbers, zlib.crc32(tree))
    head = b"".join(one.to_bytes(4, "little") for one in (len(tree), len(numbers), check))
    return head + zlib.compress(tree + numbers, _LEVEL)


def decoded(block: bytes) -> dict[str, object]:
    """Restore a state. Errors: ValueError for bytes that are damaged or of other classes than the model's."""
    try:
        tree_size, size, check = (int.from_bytes(block[at : at + 4], "little") for at in (0, 4, 8))
        raw = inflated(block[_HEAD:], tree_size + size)
        if len(raw) != tree_size + size or zlib.crc32(raw) != check:
            raise ValueError("a kept opening is damaged")
        classes, tree = json.loads(raw[:tree_size])
        found = _Reader([_class(name) for name in classes], raw[tree_size:]).value(tree)
    except (*UNREADABLE, AttributeError) as error:
        raise ValueError("a kept opening is damaged") from error
    if not isinstance(found, dict):
        raise ValueError("a kept opening is damaged")  # noqa: TRY004 - of a file, not of a caller
    return found


class _Writer:
    """Writes values as nodes of a tree; numbers go to a block of their own, in the order of the nodes."""

    def __init__(self) -> None:
        self.classes: list[str] = []
        self.numbers: list[bytes] = []
        self._places: dict[int, tuple[int, object]] = {}
        """Place and object by identity; an object that is kept cannot lose its identity to another."""

    def node(self, value: object) -> Node:
        """Return the node of a value."""
        if value is None or type(value) in (bool, int, str):
            return value
        if type(value) is float:
            self.numbers.append(np.float64(value).tobytes())
            return ["f"]
        if type(value) is np.float64:
            self.numbers.append(value.tobytes())
            return ["s"]
        known = self._places.get(id(value))
        if known is not None:
            return ["r", known[0]]
        made = self._compound(value)
        self._places[id(value)] = len(self._places), value
        return made

    def _compound(self, value: object) -> list[Node]:
        if type(value) is dict:
            return ["d", *([self.node(key), self.node(one)] for key, one in value.items())]
        if type(value) is tuple:
            return ["t", *self._nodes(value)]
        if type(value) is list:
            return ["l", *self._nodes(value)]
        return self._array(value) if isinstance(value, np.ndarray) else self._object(value)

    def _object(self, value: object) -> list[Node]:
        """Return the node of an object of one of the model's classes."""
        if isinstance(value, Enum):
            return ["e", self._name(type(value)), value.name]
        if isinstance(value, Record):
            parts = (value.floats, value.wholes, value.numbers)
            return ["m", self._name(type(value)), value.sizes, *self._nodes(parts)]
        if is_dataclass(value):
            held = (getattr(value, one.name) for one in fields(value))
            return ["o", self._name(type(value)), *self._nodes(held)]
        if isinstance(value, tuple):
            return ["n", self._name(type(value)), *self._nodes(value)]
        raise TypeError(f"{type(value).__qualname__} is not part of a state that is kept")

    def _nodes(self, values: Iterable[object]) -> Iterable[Node]:
        return (self.node(one) for one in values)

    def _array(self, value: np.ndarray[Any, Any]) -> list[Node]:
        kind = value.dtype.str
        if kind not in _KINDS:
            raise TypeError(f"an array of {kind} is not part of a state that is kept")
        self.numbers.append(np.ascontiguousarray(value).tobytes())
        return ["a", _KINDS.index(kind), list(value.shape), int(value.flags.writeable)]

    def _name(self, cls: type) -> int:
        name = f"{cls.__module__}:{cls.__qualname__}"
        if _class(name) is not cls:
            raise TypeError(f"{name} is not a class of the model")
        if name not in self.classes:
            self.classes.append(name)
        return self.classes.index(name)


class _Reader:
    """Reads values from nodes; numbers come from their block, in the order of the nodes."""

    def __init__(self, classes: list[Value], numbers: bytes) -> None:
        self._classes, self._numbers, self._at = classes, numbers, 0
        self._seen: list[object] = []

    def value(self, node: Node) -> Value:
        """Return the value of a node."""
        if not isinstance(node, list):
            return node
        kind, *rest = node
        if kind == "f":
            return float(self._block("<f8", 1)[0])
        if kind == "s":
            return np.float64(self._block("<f8", 1)[0])
        if kind == "r":
            return self._seen[rest[0]]
        made = self._compound(kind, rest)
        self._seen.append(made)
        return made

    def _compound(self, kind: str, rest: list[Node]) -> Value:
        if kind == "a":
            return self._array(*rest)
        if kind in ("t", "l"):
            values = [self.value(one) for one in rest]
            return tuple(values) if kind == "t" else values
        if kind == "d":
            return {self.value(key): self.value(one) for key, one in rest}
        cls, *parts = rest
        return self._object(kind, self._classes[cls], parts)

    def _object(self, kind: str, cls: Value, parts: list[Node]) -> Value:
        if kind == "e":
            return cls[parts[0]]
        if kind == "m":
            return cls.of(parts[0], *map(self.value, parts[1:]))
        values = [self.value(one) for one in parts]
        if kind == "n":
            return tuple.__new__(cls, values)
        if kind != "o":
            raise ValueError("a node of no known kind")
        made = object.__new__(cls)
        for one, value in zip(fields(cls), values, strict=True):
            object.__setattr__(made, one.name, value)
        return made

    def _array(self, kind: int, shape: list[int], writable: int) -> np.ndarray[Any, Any]:
        made = self._block(_KINDS[kind], int(np.prod(shape))).reshape(shape).copy()
        made.flags.writeable = bool(writable)
        return made

    def _block(self, kind: str, count: int) -> np.ndarray[Any, Any]:
        found = np.frombuffer(self._numbers, np.dtype(kind), count, self._at)
        self._at += found.nbytes
        return found


def _class(name: str) -> type:
    """Return a class of the model that is imported. Errors: LookupError for anything else."""
    module, _, steps = name.partition(":")
    found: Any = sys.modules[module] if module.startswith(_PACKAGE) else None
    for step in steps.split("."):
        found = getattr(found, step, None)
    if not isinstance(found, type) or found.__module__ != module or not _is_value(found):
        raise LookupError(f"{name} is no class of the model")
    return found


def _is_value(found: type) -> bool:
    """Tell whether a class holds values alone."""
    return is_dataclass(found) or issubclass(found, (Enum, tuple, Record))
