"""Answers: can people get it."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import Floats, counted, last_of, mean_of, ratio
from mktsim.sums import moving_mean

_QUARTER = 13


def lost_sales_share(history: History) -> float:
    """Lost units over units that people wanted."""
    lost = float(counted(history, "lost").sum())
    return ratio(lost, float(counted(history, "units").sum()) + lost)


def stock_weeks(history: History) -> float:
    """Mean stock of firm and channel over mean weekly sales."""
    stock = counted(history, "stock_firm") + counted(history, "stock_channel")
    return ratio(mean_of(stock), mean_of(counted(history, "units")))


def distribution_mean(history: History) -> float:
    """Mean weighted distribution."""
    return mean_of(counted(history, "distribution"))


def distribution_end(history: History) -> float:
    """Weighted distribution in the last week that counts."""
    return last_of(counted(history, "distribution"))


def production_swing(history: History) -> float:
    """Variance of production over variance of sales, each about its 13-week mean."""
    made, sold = counted(history, "production"), counted(history, "units")
    if made.size < 2 * _QUARTER or not np.isfinite(made).all():
        return float("nan")
    return ratio(_residual_variance(made), _residual_variance(sold))


def _residual_variance(values: Floats) -> float:
    smooth = moving_mean(values, _QUARTER)
    edge = _QUARTER // 2
    return float(np.var(values[edge : edge + smooth.size] - smooth))


AVAILABILITY = (
    Metric(
        "lost_sales_share",
        "share",
        Better.LOWER,
        "Sales lost because stock ran out, of what people wanted.",
        lost_sales_share,
    ),
    Metric("stock_weeks", "weeks", Better.LOWER, "Stock of firm and channel in weeks of sales.", stock_weeks),
    Metric("distribution", "share", Better.HIGHER, "Mean weighted distribution.", distribution_mean),
    Metric("distribution_end", "share", Better.HIGHER, "Weighted distribution at the end.", distribution_end),
    Metric(
        "production_swing",
        "ratio",
        Better.LOWER,
        "Short-run variance of production over that of sales; NaN under half a year.",
        production_swing,
    ),
)
"""Metrics of availability."""
