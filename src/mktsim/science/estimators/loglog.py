"""Elasticities from a panel: log-log regression with fixed effects.

ln(units) = sum of elasticity * ln(driver) + controls + fixed effects + error. This is
the estimator behind the published means of price elasticity (Bijmolt, van Heerde &
Pieters 2005, JMR 42:141) and advertising elasticity (Sethuraman, Tellis & Briesch
2011, JMR 48:457).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats, Integers
from mktsim.science.estimators import ols


@dataclass(frozen=True, eq=False)
class Panel:
    """Rows of sales with what may explain them."""

    units: Floats
    """Units sold, shape (n,), at least 0."""
    drivers: Floats
    """What is taken in logarithms (prices, advertising stock), shape (n, k), above 0."""
    effects: Integers
    """Group codes of the fixed effects, shape (n,) or (n, ways); zeros = an intercept."""
    controls: Floats | None = None
    """What enters as it is (feature, display), shape (n, c)."""
    clusters: Integers | None = None
    """Group codes for the standard errors, shape (n,); None = classical errors."""


@dataclass(frozen=True, eq=False)
class Elasticities:
    """Estimated elasticities of a panel."""

    values: Floats
    """Elasticity to each driver, shape (k,)."""
    se: Floats
    """Standard errors, shape (k,)."""
    control_effects: Floats
    """Change of ln(units) per unit of each control, shape (c,)."""
    regression: ols.OlsFit
    """The whole regression, drivers first."""
    dropped: int
    """Rows without sales, left out because they have no logarithm."""


def fit(panel: Panel) -> Elasticities:
    """Estimate the elasticities; rows without sales are left out and counted.

    Leaving them out biases elasticities towards zero when there are many. Raises
    ValueError for a driver that is not positive, and as the regression does.
    """
    units = np.asarray(panel.units, dtype=np.float64)
    drivers = np.asarray(panel.drivers, dtype=np.float64).reshape(units.size, -1)
    if np.any(drivers <= 0.0):
        message = "drivers must be above 0 to have a logarithm"
        raise ValueError(message)
    sold = units > 0.0
    columns = [np.log(drivers[sold])]
    if panel.controls is not None:
        columns.append(np.asarray(panel.controls, dtype=np.float64).reshape(units.size, -1)[sold])
    regression = ols.fit(
        np.log(units[sold]),
        np.column_stack(columns),
        np.asarray(panel.effects)[sold],
        None if panel.clusters is None else np.asarray(panel.clusters)[sold],
    )
    count = drivers.shape[1]
    return Elasticities(
        values=regression.coefficients[:count],
        se=regression.se[:count],
        control_effects=regression.coefficients[count:],
        regression=regression,
        dropped=int(units.size - sold.sum()),
    )
