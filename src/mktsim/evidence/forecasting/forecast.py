"""Forecast a sales series with intervals: the life cycle, combined with the last level carried forward.

The two are combined half and half, by averaging their quantiles in logarithms. Equal weights are hard to beat
(Clemen 1989, International Journal of Forecasting 5:559); weights learnt inside the training window by the errors of
earlier origins were tried on the first 60% of twelve public series and were no better. Nothing after the last period
given is ever looked at.
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

CURVE_WEIGHT = 0.5
"""Weight of the life cycle against the last level; see above."""
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


def forecast(sales: Floats, per_year: int, horizon: int, luck: Address, effort: Effort | None = None) -> Forecast:
    """Forecast `horizon` periods after a series of shape (periods,). Raises ValueError as the fit does."""
    fitted = fit(sales, per_year, luck, effort)
    target = fitted.target
    levels = np.array(LEVELS)
    curve = np.quantile(curve_draws(fitted, horizon, luck), levels, axis=0)
    best_season = season(target.shape, fitted.best[None, :], target.sales.size + horizon)[0]
    level = level_forecast(np.log(target.sales + target.floor), best_season).quantiles(levels)
    logs = CURVE_WEIGHT * curve + (1.0 - CURVE_WEIGHT) * level
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
