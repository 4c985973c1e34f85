"""Forecast a sales series with intervals: a combination of methods, and the errors that such forecasts have made.

Nothing after the last period given is ever looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mktsim.evidence.forecasting.combined import Simple, combined, fallen, simple_forecasts
from mktsim.evidence.forecasting.curve import expected
from mktsim.evidence.forecasting.heldout import quantiles
from mktsim.evidence.forecasting.life_cycle import LifeCycleFit, fit
from mktsim.evidence.forecasting.posterior import FREEDOM
from mktsim.evidence.forecasting.sampler import STREAM, Effort
from mktsim.evidence.forecasting.simple import plain_bass
from mktsim.science.arrays import Floats
from mktsim.streams import Address, uniforms

LEVELS = (0.05, 0.10, 0.50, 0.90, 0.95)
"""Quantiles that a forecast gives."""
EFFORT = Effort(walkers=30, warm_up=200, steps=240, every=4)
"""Walk for a forecast, of which only the median curve is used: a numerical choice."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """Quantiles of sales in the periods ahead."""

    quantiles: Floats
    """Shape (levels, horizon), in the units of the sales, in the order of `LEVELS`."""
    fit: LifeCycleFit
    """The life cycle that was fitted."""
    simple: Simple
    """The simple forecasts that it is a mean of."""
    bass: Floats
    """A plain Bass curve, shape (horizon,)."""

    def at(self, level: float) -> Floats:
        """Return one quantile, shape (horizon,)."""
        return np.asarray(self.quantiles[LEVELS.index(level)])

    @property
    def median(self) -> Floats:
        """The forecast, shape (horizon,)."""
        return self.at(0.50)


def forecast(sales: Floats, per_year: float, horizon: int, luck: Address, effort: Effort | None = None) -> Forecast:
    """Forecast `horizon` periods after a series of shape (periods,). Raises ValueError as the fit does."""
    fitted = fit(sales, per_year, luck, effort or EFFORT)
    series = fitted.target.sales
    draws = curve_draws(fitted, horizon, luck)
    curve = np.maximum(np.exp(np.median(draws, axis=0)) - fitted.target.floor, 0.0)
    simple = simple_forecasts(series, per_year, horizon)
    bass = plain_bass(series, horizon)
    falling = bass if fitted.shape.from_launch else curve
    middle = combined(simple, curve, falling, fallen(series, per_year))
    return Forecast(quantiles(series, middle, per_year, np.array(LEVELS)), fitted, simple, bass)


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
