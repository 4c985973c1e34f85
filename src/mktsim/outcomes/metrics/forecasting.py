"""Answers: how well is demand foreseen."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import Floats, counted, ratio


def forecast_error(history: History) -> float:
    """Absolute error of the weekly forecast over units sold; NaN without a forecast."""
    error, units = _errors(history)
    return ratio(float(np.abs(error).sum()), float(units.sum()))


def forecast_bias(history: History) -> float:
    """Forecast less sales over units sold; NaN without a forecast."""
    error, units = _errors(history)
    return ratio(float(error.sum()), float(units.sum()))


def _errors(history: History) -> tuple[Floats, Floats]:
    units, forecast = counted(history, "units"), counted(history, "forecast")
    known = np.isfinite(forecast)
    return forecast[known] - units[known], units[known]


FORECASTING = (
    Metric("forecast_error", "share", Better.LOWER, "Absolute forecast error over sales.", forecast_error),
    Metric("forecast_bias", "share", Better.NEITHER, "Forecast less sales, over sales.", forecast_bias),
)
"""Metrics of forecasting."""
