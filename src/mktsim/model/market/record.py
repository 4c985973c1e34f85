"""Structure-of-arrays records: named views on one buffer, the same in Python and in compiled code, at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping


BUFFERS = ("sizes", "shapes", "starts", "floats", "wholes", "numbers")
"""What a record is made of."""


class Array:
    """One array field: its dimensions, a letter each, and whether it holds whole numbers."""

    __slots__ = ("dims", "name", "whole")

    def __init__(self, dims: str, *, whole: bool) -> None:
        self.dims, self.whole = dims, whole

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name


class Number:
    """One number of a record."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, record: Record | None, _owner: type | None = None) -> Any:
        if record is None:
            return self
        return float(record.numbers[record.number_index[self.name]])

    def __set__(self, record: Record, value: float) -> None:
        record.numbers[record.number_index[self.name]] = value


def array(dims: str) -> Any:
    """Declare an array of floats with a letter for each dimension."""
    return Array(dims, whole=False)


def whole(dims: str) -> Any:
    """Declare an array of whole numbers with a letter for each dimension."""
    return Array(dims, whole=True)


class Record:
    """Base of the market's records; a subclass declares its arrays and names its numbers.

    `sizes` gives each dimension letter's length.
    """

    arrays: ClassVar[tuple[Array, ...]] = ()
    number_index: ClassVar[dict[str, int]] = {}

    def __init_subclass__(cls, numbers: tuple[str, ...] = ()) -> None:
        cls.arrays = tuple(f for f in vars(cls).values() if isinstance(f, Array))
        cls.number_index = {name: i for i, name in enumerate(numbers)}
        for name in numbers:
            setattr(cls, name, Number(name))

    def __init__(self, sizes: Mapping[str, int]) -> None:
        """Lay all arrays, filled with zeros, into one buffer of floats and one of whole numbers."""
        self.sizes = dict(sizes)
        self.shapes = np.array([self._shape(f) + (1,) * (MOST_DIMENSIONS - len(f.dims)) for f in self.arrays], np.int64)
        counts = self.shapes.prod(axis=1)
        self.starts = np.zeros(len(self.arrays), np.int64)
        room = [0, 0]
        for i, f in enumerate(self.arrays):
            self.starts[i] = room[f.whole]
            room[f.whole] += int(counts[i])
        self._adopt(np.zeros(room[0]), np.zeros(room[1], np.int64), np.zeros(len(self.number_index)))

    def _shape(self, field: Array) -> tuple[int, ...]:
        return tuple(self.sizes[d] for d in field.dims)

    def _adopt(self, floats: Any, wholes: Any, numbers: Any) -> None:
        self.floats, self.wholes, self.numbers = floats, wholes, numbers
        for field, start in zip(self.arrays, self.starts.tolist(), strict=True):
            shape = self._shape(field)
            buffer = wholes if field.whole else floats
            view = buffer[start : start + int(np.prod(shape))].reshape(shape)
            self.__dict__[field.name] = view

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a number; an array is written into, never replaced: compiled code sees the buffers alone.

        Errors: AttributeError for an array, and for a name that the record does not have.
        """
        if name in BUFFERS or name in self.number_index or value is self.__dict__.get(name):
            object.__setattr__(self, name, value)
            return
        known = any(name == one.name for one in self.arrays)
        raise AttributeError(f"{name} is an array: write into it" if known else f"{type(self).__name__} has no {name}")

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a number by name."""

    def copy(self) -> Self:
        """Return an independent record of the same values."""
        twin = object.__new__(type(self))
        twin.sizes, twin.shapes, twin.starts = self.sizes, self.shapes, self.starts
        twin._adopt(self.floats.copy(), self.wholes.copy(), self.numbers.copy())
        return twin

    @classmethod
    def of(cls, sizes: Mapping[str, int], floats: Any, wholes: Any, numbers: Any) -> Self:
        """Return a record of these buffers. Errors: ValueError for buffers of other sizes."""
        made = cls(sizes)
        given = (floats, wholes, numbers)
        if any(a.shape != b.shape for a, b in zip(given, (made.floats, made.wholes, made.numbers), strict=True)):
            raise ValueError(f"buffers of other sizes than {dict(sizes)}")
        made._adopt(floats, wholes, numbers)
        return made

    def take(self, other: Self) -> None:
        """Take over all values of another record of the same sizes."""
        self.floats[...] = other.floats
        self.wholes[...] = other.wholes
        if self.number_index:
            self.numbers[...] = other.numbers


MOST_DIMENSIONS = 5
