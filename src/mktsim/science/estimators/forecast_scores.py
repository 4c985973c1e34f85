"""Accuracy of forecasts.

`actual` and `forecast` are series of the same shape (periods,).

Source: Hyndman & Koehler 2006, International Journal of Forecasting 22:679.
"""

from __future__ import annotations

import numpy as np

from mktsim.science.arrays import Floats


def mape(actual: Floats, forecast: Floats) -> float:
    """Mean absolute error relative to each actual value, a share.

    Raises ValueError when an actual value is zero, for which it has no meaning.
    """
    truth, guess = _pair(actual, forecast)
    if np.any(truth == 0.0):
        message = "MAPE has no meaning with an actual value of 0; use WAPE"
        raise ValueError(message)
    return float(np.mean(np.abs((guess - truth) / truth)))


def wape(actual: Floats, forecast: Floats) -> float:
    """Sum of absolute errors over the sum of absolute actual values, a share."""
    truth, guess = _pair(actual, forecast)
    return _ratio(float(np.abs(guess - truth).sum()), float(np.abs(truth).sum()))


def mase(actual: Floats, forecast: Floats, history: Floats, season: int = 1) -> float:
    """Mean absolute error over that of the naive forecast within the history.

    Below 1 the forecast beats "as one season ago" (`season` periods, at least 1; 1 is
    "as last period"). `history` (longer than a season) comes before the forecast.
    """
    truth, guess = _pair(actual, forecast)
    past = np.asarray(history, dtype=np.float64)
    if season < 1 or past.size <= season:
        message = f"history of {past.size} periods is too short for a season of {season}"
        raise ValueError(message)
    naive = float(np.mean(np.abs(past[season:] - past[:-season])))
    return _ratio(float(np.mean(np.abs(guess - truth))), naive)


def skill(actual: Floats, forecast: Floats, rival: Floats) -> float:
    """One less the absolute error relative to a rival forecast's; above 0 is better."""
    truth, guess = _pair(actual, forecast)
    other = _pair(actual, rival)[1]
    return 1.0 - _ratio(float(np.abs(guess - truth).sum()), float(np.abs(other - truth).sum()))


def coverage(actual: Floats, lower: Floats, upper: Floats) -> float:
    """Share of actual values inside their intervals, bounds included."""
    truth, low = _pair(actual, lower)
    high = _pair(actual, upper)[1]
    if np.any(low > high):
        message = "a lower bound lies above its upper bound"
        raise ValueError(message)
    return float(np.mean((truth >= low) & (truth <= high)))


def _pair(actual: Floats, forecast: Floats) -> tuple[Floats, Floats]:
    truth = np.asarray(actual, dtype=np.float64)
    guess = np.asarray(forecast, dtype=np.float64)
    if truth.shape != guess.shape or truth.size == 0:
        message = f"series differ or are empty: shapes {truth.shape} and {guess.shape}"
        raise ValueError(message)
    return truth, guess


def _ratio(numerator: float, denominator: float) -> float:
    if denominator == 0.0:
        message = "the scale of the score is 0: nothing to compare the error with"
        raise ValueError(message)
    return numerator / denominator
