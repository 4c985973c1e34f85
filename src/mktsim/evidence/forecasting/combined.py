"""The forecast: a mean of four methods, and where sales have visibly fallen a mean of those that can fall.

The last level, a damped trend, the Theta method and a life cycle are averaged alike: weights that are learnt seldom do
better (Clemen 1989, International Journal of Forecasting 5:559; Makridakis, Spiliotis & Assimakopoulos 2020, IJF
36:54). Where sales fall, a level carried on claims that they will not go on falling: the level and Theta hand over to a
plain Bass curve, in proportion to the fall. Among equal weights this hand-over was chosen on the public series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.estimators import smoothing

ALL_GONE = 0.2
"""Fall from the best year at which the hand-over is complete: a fifth; assumption."""
FEWEST = 3
"""Fewest periods that can be smoothed."""


@dataclass(frozen=True, eq=False)
class Simple:
    """Forecasts that know nothing of life cycles, each of shape (horizon,), none negative."""

    level: Floats
    """The last period carried on, times the season."""
    damped: Floats
    """Exponential smoothing with a damped trend."""
    theta: Floats
    """The Theta method."""

    @property
    def mean(self) -> Floats:
        """The mean of damped trend and Theta."""
        return 0.5 * (self.damped + self.theta)


def simple_forecasts(sales: Floats, per_year: float, horizon: int) -> Simple:
    """Forecast a series of shape (periods,), at least three, with its season taken out and put back.

    Raises ValueError for fewer periods.
    """
    length = max(1, round(per_year))
    factors = smoothing.season(sales, length)
    place = np.arange(sales.size + horizon) % factors.size
    still, ahead = sales / factors[place[: sales.size]], factors[place[sales.size :]]
    damped, theta = smoothing.damped_trend(still, horizon), smoothing.theta(still, horizon)
    return Simple(still[-1] * ahead, np.maximum(damped, 0.0) * ahead, np.maximum(theta, 0.0) * ahead)


def fallen(sales: Floats, per_year: float) -> float:
    """Return by which share the last year's sales lie below the best year's; 0 while they do not fall."""
    length = max(1, round(per_year))
    years = sales.size // length
    totals = sales[sales.size - years * length :].reshape(years, length).sum(axis=1)
    if years < 2 or totals[-1] >= totals[-2]:
        return 0.0
    return float(1.0 - totals[-1] / totals.max())


def combined(simple: Simple, curve: Floats, bass: Floats, fall: float) -> Floats:
    """Return the forecast, shape (horizon,), from the simple ones, a life cycle and a plain Bass curve."""
    left = max(0.0, 1.0 - fall / ALL_GONE)
    rising = (simple.level + simple.damped + simple.theta + curve) / 4.0
    falling = (simple.damped + curve + bass) / 3.0
    return np.asarray(left * rising + (1.0 - left) * falling)
