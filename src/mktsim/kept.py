"""A few values of pure functions of frozen objects, found again by the objects' identity."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Generic, TypeVar

import numpy as np

K = TypeVar("K")
V = TypeVar("V")
_MOST = 64
"""Objects of which `kept` remembers something."""


class ByIdentity(Generic[V]):
    """What was made of some objects, while they are among the last `limit` asked for.

    The objects are kept with it, so that no other can take their identity; they must never change.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._found: OrderedDict[tuple[tuple[int, ...], tuple[int, ...]], tuple[tuple[object, ...], V]] = OrderedDict()

    def of(self, objects: tuple[object, ...], make: Callable[[], V], numbers: tuple[int, ...] = ()) -> V:
        """Return what `make` makes of `objects` and `numbers`, made once."""
        key = tuple(map(id, objects)), numbers
        entry = self._found.get(key)
        if entry is None:
            entry = self._found[key] = (objects, make())
            if len(self._found) > self._limit:
                self._found.popitem(last=False)
        return entry[1]


def kept(make: Callable[[K], V]) -> Callable[[K], V]:
    """Have what `make` makes of a frozen object made once; an array is made read only."""
    found: dict[int, tuple[K, V]] = {}

    @wraps(make)
    def get(of: K) -> V:
        entry = found.get(id(of))
        if entry is None:
            if len(found) >= _MOST:
                found.clear()
            entry = found[id(of)] = (of, make(of))
            if isinstance(entry[1], np.ndarray):
                entry[1].flags.writeable = False
        return entry[1]

    return get
