"""Cells as numbers, with everything that is wrong told at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.numbers import Decimal, flag, is_missing, number

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
    decimal: Decimal = Decimal.POINT
    """How numbers of the file are written."""
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
        value = self.signed(row, taken)
        if value < 0.0:
            self.add(row, taken, f"{row.cells[taken.place]} is negative")
        elif positive and value == 0.0:
            self.add(row, taken, "is 0; it must be above 0")
        else:
            return value
        return math.nan

    def signed(self, row: Row, taken: Taken) -> float:
        """Return a cell as a number of either sign; notes a problem and returns NaN otherwise."""
        cell = row.cells[taken.place]
        value = number(cell, self.decimal)
        if value is None:
            self.add(row, taken, self._why_not(cell))
        elif not math.isfinite(value):
            self.add(row, taken, f"{cell!r} is not a finite number")
        elif abs(value) > LARGEST:
            self.add(row, taken, f"{cell} is larger than {LARGEST:g}; write it in thousands or millions")
        else:
            return value
        return math.nan

    def deal(self, row: Row, taken: Taken, *, coded: bool) -> float:
        """Return a yes or no, or a share, as a number; of a column of codes, 1 for all that do not say no."""
        cell = row.cells[taken.place]
        said = flag(cell)
        if said is not None:
            return said
        return 1.0 if coded else self.number(row, taken)

    def empty(self, row: Row, taken: Taken) -> Problem:
        """Return the problem that a cell holds no number."""
        return Problem(self.file, row.line, taken.place + 1, taken.name, self._why_not(row.cells[taken.place]))

    def _why_not(self, cell: str) -> str:
        if cell.lower() in {"nan", "inf", "-inf", "infinity"}:
            return f"{cell!r} is not a finite number"
        if is_missing(cell):
            shown = f"is empty ({cell})" if cell else "is empty"
            return f"{shown}; every period needs a number (write 0 if nothing was sold, or say --gaps zero or missing)"
        if number(cell, self.decimal.other) is not None:
            sign = self.decimal.value
            return f"{cell!r} does not fit the other numbers of the file, which have a decimal {sign}"
        shown = cell if len(cell) <= 40 else f"{cell[:40]}…"
        return f"{shown!r} is not a number"
