"""Which cells a store holds, in nine bytes a cell."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from mktsim.study.runs.cell import CellKey, CellStatus

_CODES = (CellStatus.DONE, CellStatus.FAILED)
Group = tuple[str, str, int]


class Held:
    """Status of stored cells by key."""

    def __init__(self, rows: Iterable[tuple[Group, int, str]]) -> None:
        """Take in rows of (group, replication, status), replications of a group from the smallest to the largest."""
        self._groups: dict[Group, tuple[array[int], bytearray]] = {}
        codes = {status.value: code for code, status in enumerate(_CODES)}
        for group, replication, status in rows:
            numbers, found = self._groups.setdefault(group, (array("q"), bytearray()))
            numbers.append(replication)
            found.append(codes[status])

    def status(self, key: CellKey) -> CellStatus | None:
        """Status of a cell; None when it is not stored."""
        numbers, found = self._groups.get(key[:3], _NOTHING)
        place = bisect_left(numbers, key.replication)
        return _CODES[found[place]] if place < len(numbers) and numbers[place] == key.replication else None


_NOTHING: tuple[array[int], bytearray] = (array("q"), bytearray())
