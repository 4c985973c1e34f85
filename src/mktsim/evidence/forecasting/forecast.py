"""Forecast a sales series with intervals: the life cycle, combined with the last level carried forward.

The two are combined by averaging their quantiles in logarithms. The weight of each is the inverse of its mean squared
error when the training window itself is forecast from earlier origins (Bates & Granger 1969, Operational Research
Quarterly 20:451), shrunk towards one half as if one more origin had shown them equal. Nothing after the last period
given is ever looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mktsim.evidence.forecasting.curve import expected, season
from mktsim.evidence.forecasting.life_cycle import FEWEST, LifeCycleFit, fit, most_believable
from mktsim.evidence.forecasting.posterior import FREEDOM, Target
from mktsim.evidence.forecasting.sampler import STREAM, Effort
from mktsim.evidence.forecasting.simple import level_forecast
from mktsim.science.arrays import Floats
from mktsim.streams import Address, uniforms

_INNER_ORIGINS = (0.55, 0.70, 0.85)
"""Origins inside the training window from which the weight is learnt, as shares of it; assumption."""
LEVELS = (0.05, 0.10, 0.50, 0.90, 0.95)
"""Quantiles that a forecast gives."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """Quantiles of sales in the periods ahead."""

    quantiles: Floats
    """Shape (levels, horizon), in the units of the sales, in the order of `LEVELS`."""
    curve_weight: float
    """Weight of the life cycle against the last level, share."""
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
    weight = learnt_weight(target.sales, per_year, luck)
    levels = np.array(LEVELS)
    curve = np.quantile(curve_draws(fitted, horizon, luck), levels, axis=0)
    best_season = season(target.shape, fitted.best[None, :], target.sales.size + horizon)[0]
    level = level_forecast(np.log(target.sales + target.floor), best_season).quantiles(levels)
    logs = weight * curve + (1.0 - weight) * level
    return Forecast(np.maximum(np.exp(logs) - target.floor, 0.0), weight, fitted)


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


def learnt_weight(sales: Floats, per_year: int, luck: Address) -> float:
    """Return the weight of the life cycle learnt inside a series of shape (periods,), share."""
    errors = []
    for share in _INNER_ORIGINS:
        known = max(FEWEST, round(share * sales.size))
        if known < sales.size and sales[:known].sum() > 0.0:
            errors.append(_squared_errors(sales, known, per_year, luck))
    if not errors:
        return 0.5
    curve, level = np.mean(errors, axis=0)
    alike = 0.5 * (curve + level)
    return float((len(errors) * level + alike) / (len(errors) * (curve + level) + 2.0 * alike)) if alike > 0 else 0.5


def _squared_errors(sales: Floats, known: int, per_year: int, luck: Address) -> tuple[float, float]:
    """Return mean squared errors, in logarithms, of the curve and the last level from one origin inside the window."""
    target, best = most_believable(sales[:known], per_year, luck)
    horizon = sales.size - known
    actual = np.log(sales[known:] + target.floor)
    point = _carried(target, best[None, :], horizon)
    best_season = season(target.shape, best[None, :], sales.size)[0]
    level = level_forecast(np.log(target.sales + target.floor), best_season).logs
    return float(np.mean((actual - point) ** 2)), float(np.mean((actual - level) ** 2))


def _carried(target: Target, draw: Floats, horizon: int) -> Floats:
    """Return the curve of one parameter set with its last residual dying out, in logarithms, shape (horizon,)."""
    known = target.sales.size
    mean = expected(target.shape, draw, known + horizon)[:, known:] + target.floor
    last = target.residuals(draw, known)[0][0, -1]
    phi = float(target.shape.natural(draw, "phi")[0])
    fading = phi ** np.arange(1, horizon + 1) * last
    return np.asarray((np.log(mean) + fading * target.spread(draw, mean))[0])
