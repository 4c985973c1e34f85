"""Read a history: weeks that count, money in groups, discounting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.history import History, Table, WorkTable

Floats = NDArray[np.float64]

DAYS_PER_WEEK = 7.0
DAYS_PER_YEAR = 365.25
WEEKS_PER_YEAR = 52


def discounting(history: History) -> Floats:
    """Discount factor of each week to the opening, shape (weeks with run-out,)."""
    return discount_factors(len(history.money.values), history.discount_rate)


def discount_factors(weeks: int, rate: float) -> Floats:
    """Discount factors of `weeks` weeks from the opening at `rate` a year; money of a week counts at mid-week."""
    days = (np.arange(weeks) + 0.5) * DAYS_PER_WEEK
    return np.asarray((1.0 + rate) ** (-days / DAYS_PER_YEAR), dtype=np.float64)


def contribution(history: History) -> Floats:
    """Contribution of each week, the run-out included: the sum of all money, shape (weeks,)."""
    total: Floats = history.money.values.sum(axis=1)
    return total


def cumulative_value(history: History) -> Floats:
    """Discounted contribution cumulated over the weeks, the run-out included, shape (weeks,)."""
    total: Floats = np.cumsum(contribution(history) * discounting(history))
    return total


def counted(history: History, name: str) -> Floats:
    """One series over the weeks that count, shape (horizon,); all NaN where the history does not hold it."""
    if name not in history.series.columns:
        return np.full(history.horizon, np.nan)
    return history.series.column(name)[: history.horizon]


def spent(history: History, activities: tuple[str, ...]) -> float:
    """Money spent on some activities over the weeks that count, positive for spending."""
    return -booked(history.money, activities, history.horizon)


def booked(money: Table, activities: tuple[str, ...], weeks: int) -> float:
    """Money booked on some activities in the first `weeks` weeks; an absent activity counts zero."""
    places = [money.columns.index(name) for name in activities if name in money.columns]
    return float(money.values[:weeks, places].sum()) if places else 0.0


def worked(table: WorkTable, column: str) -> float:
    """Sum of one column over all rows of a table of work; NaN without the column or rows."""
    if column not in table.columns or not table.rows:
        return float("nan")
    return float(table.values[:, table.columns.index(column)].sum())


def ratio(above: float, below: float) -> float:
    """Return the ratio; NaN where there is nothing to divide by."""
    return above / below if below != 0.0 else float("nan")


def mean_of(values: Floats) -> float:
    """Mean of what is known; NaN when nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def last_of(values: Floats) -> float:
    """Last known value; NaN when nothing is."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if known.size else float("nan")
