"""The simple forecasts that any other must beat: the last period carried forward, and a plain Bass curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.estimators import bass_nls

_PRIOR_SD = 0.2
"""Change of a series from period to period, sd of its logarithm; assumption: G42 and EVIDENCE D."""
_PRIOR_WEIGHT = 3.0
"""Periods that this belief counts for; assumption."""


def naive(sales: Floats, horizon: int) -> Floats:
    """Return the last of the sales, shape (periods,), for every period ahead, shape (horizon,)."""
    return np.full(horizon, float(sales[-1]))


def plain_bass(sales: Floats, horizon: int) -> Floats:
    """Return a Bass curve fitted by least squares to sales from launch, at least four, shape (horizon,).

    Raises ValueError as the fit does.
    """
    return bass_nls.predict(bass_nls.fit(sales), sales.size + horizon)[sales.size :]


@dataclass(frozen=True, eq=False)
class LevelForecast:
    """The last level carried forward as a random walk of the logarithm, times a season."""

    logs: Floats
    """Logarithm of the forecast by period, floor added, shape (horizon,)."""
    spread: Floats
    """Scale of its error, shape (horizon,)."""
    freedom: float
    """Degrees of freedom of its Student t error."""

    def quantiles(self, levels: Floats) -> Floats:
        """Return quantiles of the logarithm, shape (levels, horizon)."""
        return self.logs + np.asarray(stdtrit(self.freedom, levels))[:, None] * self.spread


def level_forecast(logs: Floats, season: Floats) -> LevelForecast:
    """Carry forward the last of `logs`, logarithms of sales, shape (periods,), whose season is known further ahead.

    `season` is the logarithm of the season, shape (periods + horizon,). The variance of a step is that of the steps
    so far, around zero, and of the prior.
    """
    quiet = logs - season[: logs.size]
    steps = np.diff(quiet)
    freedom = _PRIOR_WEIGHT + steps.size
    variance = (_PRIOR_WEIGHT * _PRIOR_SD**2 + float(steps @ steps)) / freedom
    ahead = np.arange(1, season.size - logs.size + 1)
    return LevelForecast(quiet[-1] + season[logs.size :], np.sqrt(variance * ahead), freedom)
