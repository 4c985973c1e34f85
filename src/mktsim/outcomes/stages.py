"""Stages of the life cycle, dated after the run by the rules of Golder and Tellis on sums over 52 weeks.

Take-off is the first year whose growth exceeds a threshold that falls with the sales it starts from (Golder &
Tellis 1997, Marketing Science 16:256: about 400% from 50 000 units, 50% from a million, in a market of some
sixty million households, to which the thresholds are scaled here). Slowdown is the first year of at least two
with sales below the highest before (Golder & Tellis 2004, Marketing Science 23:207). Decline begins where sales
that fall from year to year until the end of the record are below a share of the peak (the share is an assumption).
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

YEAR = 52
"""Weeks that a sum spans."""
LOW_BASE = 50_000 / 60e6
"""Yearly units per unit of market size at which take-off needs the highest growth."""
HIGH_BASE = 1_000_000 / 60e6
"""Yearly units per unit of market size from which the lowest growth is enough."""
LOW_BASE_GROWTH = 4.0
"""Growth that makes a take-off from the low base, share a year."""
HIGH_BASE_GROWTH = 0.5
"""Growth that makes a take-off from the high base, share a year."""
ESTABLISHED_GROWTH = 0.10
"""Growth below which a series that opens past take-off opens in maturity, share a year (assumption)."""
DECLINE_SHARE = 0.8
"""Share of the peak below which falling years are a decline: assumption."""


class Dated(IntEnum):
    """Stages in their order, as in the series `stage_true`."""

    INTRODUCTION = 0
    GROWTH = 1
    MATURITY = 2
    DECLINE = 3


def takeoff_threshold(base_share: Floats) -> Floats:
    """Yearly growth that makes a take-off from yearly sales of `base_share` of the market size; any shape."""
    low, high = np.log(LOW_BASE), np.log(HIGH_BASE)
    place = np.clip((np.log(np.maximum(base_share, 1e-300)) - low) / (high - low), 0.0, 1.0)
    growth: Floats = LOW_BASE_GROWTH * (HIGH_BASE_GROWTH / LOW_BASE_GROWTH) ** place
    return growth


def year_sums(units: Floats) -> Floats:
    """Sums over 52 weeks by the week with which they begin, shape (weeks - 51,); empty for less than a year."""
    total = np.concatenate(([0.0], np.cumsum(units)))
    sums: Floats = total[YEAR:] - total[:-YEAR] if total.size > YEAR else np.empty(0)
    return sums


def stages(units: Floats, market_size: float) -> NDArray[np.float64]:
    """Date the true stage of every week, shape (weeks,), values of `Dated`.

    `units` are weekly units of the category or of a brand, shape (weeks,); `market_size` is the number of units
    a year that would be a purchase by everybody (households for a durable). Less than two years are too short to
    date: they stay in the stage of their opening.
    """
    sums = year_sums(np.asarray(units, dtype=np.float64))
    out = np.full(len(units), float(_opening(sums, market_size)))
    takeoff = _takeoff(sums, market_size) if out.size and out[0] == Dated.INTRODUCTION else 0
    if takeoff is None:
        return out
    if out.size and out[0] == Dated.INTRODUCTION:
        out[takeoff:] = Dated.GROWTH
    slowdown = 0 if out.size and out[0] == Dated.MATURITY else _slowdown(sums, takeoff)
    if slowdown is None:
        return out
    out[slowdown:] = Dated.MATURITY
    decline = _decline(sums, slowdown)
    if decline is not None:
        out[decline:] = Dated.DECLINE
    return out


def _opening(sums: Floats, market_size: float) -> Dated:
    if not sums.size or sums[0] <= HIGH_BASE * market_size:
        return Dated.INTRODUCTION
    grown = sums[YEAR] / sums[0] - 1.0 if sums.size > YEAR else 0.0
    return Dated.GROWTH if grown >= ESTABLISHED_GROWTH else Dated.MATURITY


def _takeoff(sums: Floats, market_size: float) -> int | None:
    base, following = sums[:-YEAR], sums[YEAR:]
    if not base.size:
        return None
    known = base > 0.0
    growth = np.where(known, following / np.where(known, base, 1.0) - 1.0, 0.0)
    found = np.flatnonzero(known & (growth >= takeoff_threshold(base / market_size)))
    return int(found[0]) + YEAR if found.size else None


def _slowdown(sums: Floats, takeoff: int) -> int | None:
    highest = np.maximum.accumulate(sums)
    for week in range(takeoff + YEAR, sums.size - YEAR):
        if sums[week : week + YEAR + 1].max() < highest[week - YEAR]:
            return week
    return None


def _decline(sums: Floats, slowdown: int) -> int | None:
    """First week of falling years that last to the end, once they are below a share of the peak."""
    rising = np.flatnonzero(sums[YEAR:] >= sums[:-YEAR]) + YEAR if sums.size > YEAR else np.empty(0, dtype=int)
    first = max(int(rising[-1]) + 1 if rising.size else YEAR, slowdown + 1)
    low = np.flatnonzero(sums[first:] < DECLINE_SHARE * sums.max()) + first
    return int(low[0]) if low.size and sums.size - low[0] >= YEAR else None
