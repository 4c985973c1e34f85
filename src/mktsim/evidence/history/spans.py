"""Lengths of periods, and a column of periods numbered one after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from mktsim.science.arrays import Integers


class Span(Enum):
    """Length of a period; the value is how many there are in a year."""

    YEAR = 1
    QUARTER = 4
    MONTH = 12
    WEEK = 52
    DAY = 364
    """A year of 52 weeks, so that seven days are a week."""

    @property
    def word(self) -> str:
        """The name of one such period."""
        return self.name.lower()


@dataclass(frozen=True, eq=False)
class Numbered:
    """Periods of a column, numbered."""

    ordinals: Integers
    """Number of each row's period, one more in each period, shape (rows,)."""
    span: Span
    step: int
    """Spans that a period is long: 4 where it is four weeks."""
    kind: str
    """How periods are written: year, quarter, month, week, date or number."""
    label: Callable[[int], str]
    """Return the period with a number as people write it."""
    notes: tuple[str, ...] = ()
    """What was concluded from the numbers, in sentences."""
    month: int = 0
    """Months since year 0 of the middle of the first period; 0 where no calendar is known."""

    @property
    def per_year(self) -> float:
        """Periods a year; below 1 where a period is longer."""
        return self.span.value / self.step

    @property
    def length(self) -> str:
        """The length of a period in words.

        >>> import numpy as np
        >>> Numbered(np.array([0]), Span.WEEK, 4, "date", str).length
        'periods of 4 weeks'
        """
        return f"{self.span.word}s" if self.step == 1 else f"periods of {self.step} {self.span.word}s"


def month_label(number: int) -> str:
    """Return a month by its number since year 0.

    >>> month_label(24024)
    '2002-01'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def quarter_label(number: int) -> str:
    """Return a quarter by its number since year 0.

    >>> quarter_label(7994)
    '1998Q3'
    """
    return f"{number // 4:04d}Q{number % 4 + 1}"


def day_label(day: int) -> str:
    """Return a day by its number."""
    return dt.date.fromordinal(min(max(day, 1), dt.date.max.toordinal())).isoformat()


def month_of_day(day: int) -> int:
    """Return the number of a day's month since year 0."""
    date = dt.date.fromordinal(min(max(day, 1), dt.date.max.toordinal()))
    return 12 * date.year + date.month - 1


def spaced(values: Sequence[int]) -> list[int]:
    """Return the distances between successive different values, in order."""
    ordered = sorted(set(values))
    return [late - early for early, late in pairwise(ordered)]
