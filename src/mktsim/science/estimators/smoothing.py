"""Exponential smoothing with a damped trend, and the Theta method: forecasts that know nothing of life cycles.

Both are for series without a season; `season` takes one out by ratios to a moving average and puts it back.

Sources: Gardner & McKenzie 1985, Management Science 31:1237 (damped trend); Assimakopoulos & Nikolopoulos 2000,
International Journal of Forecasting 16:521, and Hyndman & Billah 2003, IJF 19:287 (Theta is simple smoothing with half
the slope of the trend as drift); Makridakis, Spiliotis & Assimakopoulos 2020, IJF 36:54 (both as benchmarks, and how a
season is tested for and taken out).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats

_ALPHA = (0.05, 0.99)
_BETA = (0.0, 1.0)
"""Range of the share of the level's weight that the trend has."""
_DAMPING = (0.80, 0.98)
"""Range of the damping that is searched, as in Hyndman & Athanasopoulos 2021, ch. 8."""
_SEASONAL = 1.645
"""Quantile of the one-sided test for a season at 5%, as in the M competitions."""


@dataclass(frozen=True)
class Smoothed:
    """A fitted smoothing."""

    alpha: float
    """Weight of the newest value in the level."""
    beta: float
    """Weight of the newest change in the trend."""
    phi: float
    """Damping of the trend a period."""
    level: float
    trend: float
    sse: float
    """Sum of squared errors one period ahead."""

    def ahead(self, horizon: int) -> Floats:
        """Return the forecasts of the next periods, shape (horizon,)."""
        return np.asarray(self.level + self.trend * np.cumsum(self.phi ** np.arange(1, horizon + 1)))


def damped_trend(series: Floats, horizon: int) -> Floats:
    """Forecast by exponential smoothing with a damped additive trend, shape (horizon,); at least three periods.

    Raises ValueError for fewer.
    """
    return fit_damped(series).ahead(horizon)


def fit_damped(series: Floats) -> Smoothed:
    """Fit level, trend and weights by least squares one period ahead. Raises ValueError below three periods."""
    from scipy.optimize import minimize

    values = np.asarray(series, dtype=np.float64)
    if values.ndim != 1 or values.size < 3:
        raise ValueError(f"need at least 3 periods, got shape {values.shape}")
    scale = float(np.abs(values).mean()) or 1.0
    scaled = values / scale
    slope = float(np.median(np.diff(scaled[: max(3, values.size // 3)])))
    bounds = (_ALPHA, _BETA, _DAMPING, (None, None), (None, None))

    def cost(x: Floats) -> float:
        return _run(scaled, x).sse

    starts = [np.array([alpha, beta, 0.95, scaled[0] - slope, slope]) for alpha in (0.3, 0.8) for beta in (0.05, 0.4)]
    best = min((minimize(cost, start, bounds=bounds, method="L-BFGS-B") for start in starts), key=lambda one: one.fun)
    found = _run(scaled, np.asarray(best.x))
    return Smoothed(found.alpha, found.beta, found.phi, scale * found.level, scale * found.trend, scale**2 * found.sse)


def _run(values: Floats, x: Floats) -> Smoothed:
    """Return the state after the last value; `x` holds alpha, beta over alpha, damping, first level and trend."""
    alpha, ratio, phi, level, trend = (float(one) for one in x)
    beta, sse = alpha * ratio, 0.0
    for value in values.tolist():
        error = value - level - phi * trend
        level, trend = level + phi * trend + alpha * error, phi * trend + beta * error
        sse += error * error
    return Smoothed(alpha, beta, phi, level, trend, sse)


def theta(series: Floats, horizon: int) -> Floats:
    """Forecast by the Theta method, shape (horizon,); at least three periods. Raises ValueError for fewer."""
    from scipy.optimize import minimize_scalar

    values = np.asarray(series, dtype=np.float64)
    if values.ndim != 1 or values.size < 3:
        raise ValueError(f"need at least 3 periods, got shape {values.shape}")
    found = minimize_scalar(lambda alpha: _simple(values, alpha)[1], bounds=_ALPHA, method="bounded")
    alpha = float(found.x)
    slope = float(np.polyfit(np.arange(values.size), values, 1)[0])
    ahead = np.arange(horizon) + (1.0 - (1.0 - alpha) ** values.size) / alpha
    return np.asarray(_simple(values, alpha)[0] + 0.5 * slope * ahead)


def _simple(values: Floats, alpha: float) -> tuple[float, float]:
    """Return the last level of simple smoothing from the first value, and its squared errors."""
    level, sse = float(values[0]), 0.0
    for value in values[1:].tolist():
        error = value - level
        level += alpha * error
        sse += error * error
    return level, sse


def season(series: Floats, per_year: int) -> Floats:
    """Return the factors of a season, shape (per_year,), mean 1, by place from the first period on; ones without one.

    Two whole years are needed; the autocorrelation at a year must be clear.
    """
    values = np.asarray(series, dtype=np.float64)
    flat = np.ones(max(per_year, 1))
    if per_year < 2 or values.size < 2 * per_year or values.min() <= 0.0 or not _is_seasonal(values, per_year):
        return flat
    half = per_year // 2
    weights = np.ones(per_year) if per_year % 2 else np.concatenate([[0.5], np.ones(per_year - 1), [0.5]])
    size = values.size - weights.size + 1
    centre = np.sum([weight * values[lag : lag + size] for lag, weight in enumerate(weights / per_year)], axis=0)
    ratios = values[half : half + centre.size] / centre
    places = (np.arange(centre.size) + half) % per_year
    factors = np.array(
        [np.median(ratios[places == place]) if np.any(places == place) else 1.0 for place in range(per_year)]
    )
    return np.asarray(factors / factors.mean())


def _is_seasonal(values: Floats, per_year: int) -> bool:
    """Return whether the autocorrelation at a year of the change is beyond what shorter ones explain."""
    steps = np.diff(np.log(values))
    steps = steps - steps.mean()
    total = float(steps @ steps)
    if steps.size <= per_year + 1 or total <= 0.0:
        return False
    r = np.array([float(steps[lag:] @ steps[:-lag]) / total for lag in range(1, per_year + 1)])
    limit = _SEASONAL * np.sqrt((1.0 + 2.0 * float(r[:-1] @ r[:-1])) / steps.size)
    return bool(r[-1] > limit)
