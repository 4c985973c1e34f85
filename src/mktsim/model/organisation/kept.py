"""A few values of pure functions of frozen objects, found again by the objects' identity."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")


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
