"""The archive of weekly sales: what was recorded, how completely, and what a reader may see of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

CELL_SD = 0.6
"""Spread of log sales per outlet between outlets of a cell (assumption): what a gap in coverage costs."""
OUTLETS_PER_CELL = 100.0
"""Outlets behind a cell whose reports can be missing (assumption)."""
LEAST_ERROR = 0.01
"""Relative error of a cell that is fully covered: booking dates, returns (assumption)."""
LEAST_COVERAGE = 0.02
"""Coverage is never counted below this."""


def relative_error(coverage: float) -> float:
    """Return the relative standard error of a cell's units at a share of outlets covered, 0 … 1.

    A ratio estimate from a finite population: missing outlets are filled in by proportion (Cochran 1977).
    """
    covered = min(max(coverage, LEAST_COVERAGE), 1.0)
    gap = CELL_SD**2 * (1.0 - covered) / (covered * OUTLETS_PER_CELL)
    return float(np.sqrt(LEAST_ERROR**2 + gap))


@dataclass(frozen=True)
class ArchiveView:
    """The archive up to a week, read-only."""

    first_week: int
    """Week of the first row."""
    units: Floats
    """Recorded units by week, region and channel, shape (W, R, C)."""
    cell_errors: Floats
    """Relative standard error of a cell by week, shape (W,)."""

    def totals(self) -> Floats:
        """Return units of all regions and channels by week, shape (W,)."""
        return np.asarray(self.units.sum(axis=(1, 2)))

    def total_errors(self) -> Floats:
        """Return the relative standard error of the week's total, errors of cells independent, shape (W,)."""
        total = self.units.sum(axis=(1, 2))
        root = np.sqrt((self.units**2).sum(axis=(1, 2)))
        concentration = np.divide(root, total, out=np.ones_like(total), where=total > 0.0)
        return np.asarray(self.cell_errors * concentration)


class Archive:
    """Rows of weekly sales as recorded; weeks never recorded stay zero with an error of one."""

    def __init__(self, weeks: int, first_week: int, regions: int, channels: int) -> None:
        """Hold `weeks` weeks from `first_week` (negative in a burn-in)."""
        self._first = first_week
        self._units = np.zeros((weeks, regions, channels))
        self._errors = np.ones(weeks)
        self._rows = 0

    @property
    def last_week(self) -> int:
        """Last week recorded; one before the first when empty."""
        return self._first + self._rows - 1

    def record(self, week: int, units: Floats, u: Floats, coverage: float) -> None:
        """Record a week's true `units` (R, C) with the coverage-driven error of uniforms `u` (R, C).

        The error is lognormal with mean one, so records are unbiased and never negative.
        Errors: IndexError for a week outside the archive.
        """
        row = week - self._first
        if not 0 <= row < len(self._errors):
            raise IndexError(f"week {week} is outside the archive")
        error = relative_error(coverage)
        spread = np.sqrt(np.log1p(error**2))
        self._units[row] = units * np.exp(spread * ndtri(u) - 0.5 * spread**2)
        self._errors[row] = error
        self._rows = max(self._rows, row + 1)

    def through(self, week: int) -> ArchiveView:
        """Return what is recorded up to and including `week`, without copying."""
        rows = min(max(week - self._first + 1, 0), self._rows)
        units, errors = self._units[:rows], self._errors[:rows]
        units.flags.writeable = False
        errors.flags.writeable = False
        return ArchiveView(self._first, units, errors)
