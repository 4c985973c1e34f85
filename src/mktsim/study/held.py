"""Which cells a store holds, in a byte a cell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mktsim.study.cells import CellKey, CellStatus

_CODES: tuple[CellStatus | None, ...] = (None, CellStatus.DONE, CellStatus.FAILED)
_FIRST = 1024
"""Replications for which there is room at first."""
_FAR = 10_000_000
"""Replications from which a single one is remembered as such, so that its number costs no memory."""


class Held:
    """Status of stored cells by key; grows with the largest replication of each group, not with objects."""

    def __init__(self, rows: Iterable[tuple[tuple[str, str, int], int, str]]) -> None:
        """Take in rows of (group, replication, status)."""
        self._groups: dict[tuple[str, str, int], NDArray[np.uint8]] = {}
        self._far: dict[CellKey, CellStatus] = {}
        codes = {status: code for code, status in enumerate(_CODES)}
        for group, replication, status in rows:
            if replication >= _FAR:
                self._far[CellKey(*group, replication)] = CellStatus(status)
                continue
            self._room(group, replication)[replication] = codes[CellStatus(status)]

    def status(self, key: CellKey) -> CellStatus | None:
        """Status of a cell; None when it is not stored."""
        if key.replication >= _FAR:
            return self._far.get(key)
        row = self._groups.get(key[:3])
        return _CODES[row[key.replication]] if row is not None and key.replication < len(row) else None

    def _room(self, group: tuple[str, str, int], replication: int) -> NDArray[np.uint8]:
        row = self._groups.get(group)
        size = 0 if row is None else len(row)
        if row is None or replication >= size:
            wider = np.zeros(max(_FIRST, 2 * size, replication + 1), dtype=np.uint8)
            if row is not None:
                wider[:size] = row
            row = self._groups[group] = wider
        return row
