"""Cells as numbers, with everything that is wrong told at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem

if TYPE_CHECKING:
    from mktsim.evidence.history.columns import Taken
    from mktsim.evidence.history.lines import Row

MOST_PROBLEMS = 20
"""Problems told at once; reading stops there."""

LARGEST = 1e15
"""Largest number read: above it single units are lost in rounding."""


@dataclass
class Complaints:
    """Collects problems of one file and raises them together."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, row: Row, taken: Taken, message: str) -> None:
        """Note a problem with a cell. Errors: InputError with all of them when there are too many."""
        self.problems.append(Problem(self.file, row.line, taken.place + 1, taken.name, message))
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(Problem(self.file, 0, 0, "", "reading stopped here; there may be more"))
            self.tell()

    def tell(self) -> None:
        """Raise what was noted. Errors: InputError."""
        if self.problems:
            raise InputError(tuple(self.problems))

    def number(self, row: Row, taken: Taken, *, positive: bool = False) -> float:
        """Return a cell as a number of at least 0, above 0 if asked; notes a problem and returns NaN otherwise."""
        cell = row.cells[taken.place]
        value = _number(cell)
        if value is None:
            self.add(row, taken, _why_not(cell))
            return math.nan
        if not math.isfinite(value):
            self.add(row, taken, f"{cell!r} is not a finite number")
        elif value > LARGEST:
            self.add(row, taken, f"{cell} is larger than {LARGEST:g}; write it in thousands or millions")
        elif value < 0.0:
            self.add(row, taken, f"{cell} is negative")
        elif positive and value == 0.0:
            self.add(row, taken, "is 0; it must be above 0")
        else:
            return value
        return math.nan


def _number(cell: str) -> float | None:
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _why_not(cell: str) -> str:
    if not cell:
        return "is empty; every period needs a number (write 0 if nothing was sold)"
    if "," in cell and _number(cell.replace(",", "")) is not None:
        return f"{cell!r} has a comma; write numbers with a decimal point and without separators of thousands"
    shown = cell if len(cell) <= 40 else f"{cell[:40]}…"
    return f"{shown!r} is not a number"
