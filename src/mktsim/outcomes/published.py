"""Weekly sales summed by the years of a scenario's published series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Observed

Floats = NDArray[np.float64]

_COLUMN = {"category": "category_units", "focal_brand": "units"}
_DAYS_PER_WEEK = 7


def column(observed: Observed) -> str:
    """Return the weekly series of a history that the published one counts."""
    return _COLUMN[observed.counts]


def year_of(day: date, first_month: int) -> int:
    """Return the (fiscal) year of a day: that in which the twelve months from `first_month` end."""
    return day.year + (first_month > 1 and day.month >= first_month)


def by_year(observed: Observed, start: date, weekly: Floats) -> Floats:
    """Return weekly units from `start` on by year of the series, shape (years,); a week over two is split by days."""
    found = np.zeros(len(observed.per_year))
    for week, units in enumerate(weekly):
        first = start + timedelta(days=_DAYS_PER_WEEK * week)
        for day in range(_DAYS_PER_WEEK):
            place = year_of(first + timedelta(days=day), observed.first_month) - observed.first_year
            if 0 <= place < len(found):
                found[place] += units / _DAYS_PER_WEEK
    return found


def weeks_until(observed: Observed, start: date, years: int) -> int:
    """Return the weeks from `start` that hold the first `years` years of the series."""
    last = observed.first_year + years - (observed.first_month > 1)
    return -(-(date(last, observed.first_month, 1) - start).days // _DAYS_PER_WEEK)
