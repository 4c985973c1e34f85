"""Intervals from errors on held-out periods: those of the series itself, and those of public series before it.

From every earlier origin the simple forecasts are scored on what followed. Errors, in logarithms, grow in proportion to
the horizon as a share of what is known; their usual size was fitted on the public series of the tests.
A series with a calm or rough past has narrower or wider intervals than they.

Source of the method: rolling origins (Tashman 2000, International Journal of Forecasting 16:437), with the usual size
as a scaled inverse chi-square prior of the variance, which makes quantiles those of Student's t.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from mktsim.evidence.forecasting.combined import simple_forecasts
from mktsim.science.arrays import Floats

USUAL = 0.40
"""Usual standard deviation of the logarithm of sales over forecast, at `AT`; fitted on the public series."""
AT = 0.2
"""Horizon over periods known to which `USUAL` belongs."""
PRIOR_WEIGHT = 4.0
"""Origins that the usual size counts for; fitted with it."""
_OVERLAP = 0.5
"""Weight of an origin: errors from neighbouring origins are much the same; assumption."""
_LARGEST = 1.5
"""Largest error that counts as it is, so that one collapse does not decide alone: a factor of 4.5; assumption."""
_FIRST = 4
_MOST = 24
"""Origins scored at most, evenly spread: a numerical choice."""
FLOOR_SHARE = 0.01
"""Added before taking logarithms, as a share of mean sales; lets a zero be; assumption."""


def quantiles(sales: Floats, forecast: Floats, per_year: float, levels: Floats) -> Floats:
    """Return quantiles around a forecast of shape (horizon,), shape (levels, horizon), none negative."""
    size, freedom = scale(sales, per_year)
    ahead = np.arange(1, forecast.size + 1) / (AT * sales.size)
    floor = FLOOR_SHARE * float(sales.mean())
    logs = np.log(forecast + floor) + np.asarray(stdtrit(freedom, levels))[:, None] * size * ahead
    return np.asarray(np.maximum(np.exp(np.clip(logs, -700.0, 700.0)) - floor, 0.0))


def scale(sales: Floats, per_year: float) -> tuple[float, float]:
    """Return the standard deviation of errors at `AT`, and the degrees of freedom with which it is known."""
    known = sales.size
    origins = np.unique(np.linspace(max(_FIRST, known // 3), known - 1, _MOST).astype(int))
    squares = [_mean_square(sales, per_year, int(origin)) for origin in origins if _FIRST <= origin < known]
    count = _OVERLAP * len(squares)
    total = PRIOR_WEIGHT * USUAL**2 + _OVERLAP * float(sum(squares))
    return float(np.sqrt(total / (PRIOR_WEIGHT + count))), PRIOR_WEIGHT + count


def _mean_square(sales: Floats, per_year: float, origin: int) -> float:
    """Return the mean squared error from one origin, each error divided by its horizon in units of `AT`."""
    past, after = sales[:origin], sales[origin:]
    simple = simple_forecasts(past, per_year, after.size)
    guess = (simple.level + simple.damped + simple.theta) / 3.0
    floor = FLOOR_SHARE * float(past.mean())
    if floor <= 0.0:
        return _LARGEST**2
    errors = np.log((after + floor) / (guess + floor)) / (np.arange(1, after.size + 1) / (AT * origin))
    return float(np.mean(np.clip(errors, -_LARGEST, _LARGEST) ** 2))
