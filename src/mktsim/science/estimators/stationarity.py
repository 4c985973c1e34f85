"""Augmented Dickey-Fuller test of a series with a mean.

Sources: Said & Dickey 1984, Biometrika 71:599; critical values MacKinnon 2010, Queen's Economics working paper 1227.
"""

from __future__ import annotations

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.estimators import ols

_SURFACE = (-2.86154, -2.8903, -4.234, -40.040)
"""Response surface of the 5% value with a constant: limit and coefficients of 1/n, 1/n², 1/n³ (MacKinnon 2010)."""


def adf_statistic(series: Floats, lags: int) -> float:
    """Return the t statistic of the lagged level of a series, shape (n,), with `lags` lagged differences.

    Raises ValueError for series too short.
    """
    change = np.diff(series)
    level = series[lags:-1]
    columns = [level, *(change[lags - i : change.size - i] for i in range(1, lags + 1))]
    response = change[lags:]
    regression = ols.fit(response, np.column_stack(columns), np.zeros(response.size, np.int64))
    return float(regression.coefficients[0] / regression.se[0])


def critical_value(observations: int) -> float:
    """Return the 5% critical value for a regression with a constant."""
    n = float(observations)
    limit, first, second, third = _SURFACE
    return limit + first / n + second / n**2 + third / n**3


def is_stationary(series: Floats, lags: int = 4) -> bool:
    """Tell whether a unit root is rejected at 5%."""
    return adf_statistic(series, lags) < critical_value(series.size - lags - 1)
