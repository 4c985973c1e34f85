"""Forecast a sales series with intervals: the life cycle, combined with the last level carried forward.

The level is hard to beat soon and says nothing of later; a life cycle is the other way round. So the forecast moves
from one to the other: the weight of the curve is h / (h + one year) at h years ahead. The interval averages the
quantiles of both half and half at any distance (Clemen 1989, International Journal of Forecasting 5:559): a curve alone
is too sure of itself. Both are in logarithms. On the twelve public series of the tests, from 60% on, the forecast so
beats both the last period and a plain Bass curve 20 times of 36, with equal weights at all distances 18 times; a damped
trend as a third voice, means and medians of three, and weights learnt from earlier origins were no better. Nothing
after the last period given is ever looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mktsim.evidence.forecasting.curve import expected, season
from mktsim.evidence.forecasting.life_cycle import LifeCycleFit, fit
from mktsim.evidence.forecasting.posterior import FREEDOM
from mktsim.evidence.forecasting.sampler import STREAM, Effort
from mktsim.evidence.forecasting.simple import level_forecast
from mktsim.science.arrays import Floats
from mktsim.streams import Address, uniforms

INTERVAL_WEIGHT = 0.5
"""Weight of the life cycle against the last level in the interval; see above."""
HALF_WAY_YEARS = 1.0
"""Years ahead at which both weigh the same in the forecast: the rounder of 0.5, 1 and 2, which score alike."""
_INSIDE = (0.10, 0.90)
"""The forecast stays between these quantiles."""
LEVELS = (0.05, 0.10, 0.50, 0.90, 0.95)
"""Quantiles that a forecast gives."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """Quantiles of sales in the periods ahead."""

    quantiles: Floats
    """Shape (levels, horizon), in the units of the sales, in the order of `LEVELS`."""
    fit: LifeCycleFit
    """The life cycle that was fitted."""

    def at(self, level: float) -> Floats:
        """Return one quantile, shape (horizon,)."""
        return np.asarray(self.quantiles[LEVELS.index(level)])

    @property
    def median(self) -> Floats:
        """The forecast, shape (horizon,)."""
        return self.at(0.50)


def forecast(sales: Floats, per_year: float, horizon: int, luck: Address, effort: Effort | None = None) -> Forecast:
    """Forecast `horizon` periods after a series of shape (periods,). Raises ValueError as the fit does."""
    fitted = fit(sales, per_year, luck, effort)
    target = fitted.target
    levels = np.array(LEVELS)
    curve = np.quantile(curve_draws(fitted, horizon, luck), levels, axis=0)
    best_season = season(target.shape, fitted.best[None, :], target.sales.size + horizon)[0]
    level = level_forecast(np.log(target.sales + target.floor), best_season).quantiles(levels)
    logs = INTERVAL_WEIGHT * curve + (1.0 - INTERVAL_WEIGHT) * level
    ahead = np.arange(1, horizon + 1) / per_year
    lean = ahead / (ahead + HALF_WAY_YEARS)
    middle, low, high = (LEVELS.index(level) for level in (0.50, *_INSIDE))
    logs[middle] = np.clip(lean * curve[middle] + (1.0 - lean) * level[middle], logs[low], logs[high])
    return Forecast(np.maximum(np.exp(logs) - target.floor, 0.0), fitted)


def curve_draws(fitted: LifeCycleFit, horizon: int, luck: Address) -> Floats:
    """Return draws of the logarithm of sales ahead, floor added, shape (draws, horizon), from the life cycle alone."""
    target, draws = fitted.target, fitted.draws.values
    known = target.sales.size
    mean = expected(target.shape, draws, known + horizon)[:, known:] + target.floor
    spread = target.spread(draws, mean)
    phi = target.shape.natural(draws, "phi")
    error = target.residuals(draws, known)[0][:, -1]
    chance = uniforms(luck, STREAM, "surprises", 0, draws.shape[0], horizon)
    surprises = np.asarray(stdtrit(FREEDOM, chance)) * np.sqrt((FREEDOM - 2.0) / FREEDOM)
    found = np.log(mean)
    for step in range(horizon):
        error = phi * error + np.sqrt(1.0 - phi**2) * surprises[:, step]
        found[:, step] += error * spread[:, step]
    return np.asarray(found)
