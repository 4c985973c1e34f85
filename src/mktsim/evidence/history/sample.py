"""The first rows of a file, and what the numbers of each column show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np

from mktsim.evidence.history.lines import Row, opened
from mktsim.evidence.history.moments import DayOrder, Form, moment
from mktsim.evidence.history.names import Heading, heading
from mktsim.evidence.history.numbers import Decimal, Tally, flag, has_currency, is_missing, number
from mktsim.science.arrays import Floats

MOST_ROWS = 2_000
"""Rows that are looked at: a numerical choice."""
MOST_CELLS = 60_000
"""Cells that are looked at: a numerical choice."""
_MOST_MOMENTS = 300
"""Different cells that are tried as periods: a numerical choice."""
_ALONE = (Form.NUMBER, Form.NAME)
"""Forms that tell a period only with what stands beside them."""
_MOST_CODES = 4
"""Largest number that is a code rather than a count: a numerical choice."""
_MOST = 0.95
"""Share of cells that make a column one of numbers, flags or periods."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Facts about the cells of one column."""

    heading: Heading
    cells: tuple[str, ...]
    """Cells of the rows looked at."""
    values: Floats
    """The same as numbers, NaN where a cell is none, shape (rows,)."""

    @cached_property
    def filled(self) -> int:
        """Cells that hold something."""
        return sum(not is_missing(cell) for cell in self.cells)

    @cached_property
    def known(self) -> Floats:
        """Numbers without those missing, shape (numbers,)."""
        return self.values[np.isfinite(self.values)]

    @property
    def numeric(self) -> bool:
        """Whether nearly all cells that hold something are numbers."""
        return self.known.size > 0 and self.known.size >= _MOST * self.filled

    @property
    def mostly_numeric(self) -> bool:
        """Whether at least half of the cells that hold something are numbers, so that the others are mistakes."""
        return self.known.size > 0 and self.known.size >= 0.5 * self.filled

    @cached_property
    def flags(self) -> bool:
        """Whether all cells are yes or no, or 0 and 1."""
        return all(flag(cell) is not None for cell in self.cells) and any(flag(cell) for cell in self.cells)

    @cached_property
    def codes(self) -> bool:
        """Whether cells are few codes of which one says no, such as none, A and B, or 0, 1 and 2."""
        different = set(self.cells)
        small = self.known.size == 0 or (float(self.known.max()) <= _MOST_CODES and bool(np.all(self.known % 1 == 0)))
        return 2 <= len(different) <= 2 * _MOST_CODES and small and any(flag(cell) == 0.0 for cell in different)

    @property
    def shares(self) -> bool:
        """Whether numbers are shares: from 0 to 1, or to 100 where the name says percent or distribution."""
        if not self.numeric or self.known.min() < 0.0:
            return False
        percent = {"pct", "percent", "acv", "share"} & set(self.heading.words)
        return bool(self.known.max() <= (100.0 if percent or "%" in self.cells[0] else 1.0))

    @property
    def varies(self) -> bool:
        """Whether numbers differ."""
        return self.known.size > 0 and bool(np.ptp(self.known) > 1e-12 * np.abs(self.known).max())

    @property
    def running(self) -> bool:
        """Whether the column only numbers the rows."""
        whole = self.known.size == len(self.cells) > 2 and self.known[0] in {0.0, 1.0}
        return whole and bool(np.all(np.diff(self.known) == 1.0))

    @cached_property
    def distinct(self) -> int:
        """Different cells."""
        return len(set(self.cells))

    @cached_property
    def dated(self) -> float:
        """Share of cells that are periods by themselves, plain numbers and names of months aside."""
        tried = list(dict.fromkeys(cell for cell in self.cells if cell))[:_MOST_MOMENTS]
        read = sum((one := moment(cell)) is not None and one.form not in _ALONE for cell in tried)
        other = 0 if read >= _MOST * len(tried) else sum(_either_order(cell) for cell in tried)
        return max(read, other) / len(tried) if tried else 0.0

    @cached_property
    def periodic(self) -> float:
        """Share of cells that may be periods, plain numbers included."""
        tried = list(dict.fromkeys(cell for cell in self.cells if cell))[:_MOST_MOMENTS]
        return sum(moment(cell) is not None or _either_order(cell) for cell in tried) / len(tried) if tried else 0.0


def _either_order(cell: str) -> bool:
    one = moment(cell, DayOrder.MDY) or moment(cell, DayOrder.DMY)
    return one is not None and one.form not in _ALONE


@dataclass(frozen=True, eq=False)
class Sample:
    """The first rows of a file, column by column."""

    file: str
    header: tuple[str, ...]
    columns: tuple[Facts, ...]
    rows: int
    """Rows looked at."""
    semicolons: bool
    """Whether cells are parted by semicolons, as where the comma is the decimal sign."""


def sampled(path: str | Path) -> Sample:
    """Read the first rows of a file. Errors: InputError when it is no table."""
    with opened(path) as table:
        budget = min(MOST_ROWS, max(50, MOST_CELLS // len(table.header)))
        rows = list(islice(table.rows, budget))
        semicolons = table.delimiter == ";"
    decimal = _tally(rows).convention(semicolons) or Decimal.POINT
    columns = tuple(
        _facts(name, [row.cells[place] for row in rows], decimal) for place, name in enumerate(table.header)
    )
    return Sample(str(path), table.header, columns, len(rows), semicolons)


def _tally(rows: list[Row]) -> Tally:
    tally = Tally()
    for row in rows:
        tally.add(row.line, enumerate(row.cells))
    return tally


def _facts(name: str, cells: list[str], decimal: Decimal) -> Facts:
    values = np.array([_value(cell, decimal) for cell in cells], dtype=np.float64)
    words = heading(name)
    if any(has_currency(cell) for cell in cells[:_MOST_MOMENTS]):
        words = replace(words, money=True)
    return Facts(words, tuple(cells), values)


def _value(cell: str, decimal: Decimal) -> float:
    found = None if is_missing(cell) else number(cell, decimal)
    return np.nan if found is None or not np.isfinite(found) else found
