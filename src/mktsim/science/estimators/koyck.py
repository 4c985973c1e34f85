"""Koyck regression of sales on advertising and lagged sales.

sales[t] = constant + b advertising[t] + carry_over sales[t-1] + error, in levels or, if
given logarithms, in elasticities. On data aggregated over the true decay the carry-over
comes out too long (Clarke 1976, JMR 13:345; Bass & Leone 1983): that bias is a fact to
be reproduced, so nothing is corrected here.

Source: Koyck 1954; Palda 1964.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.estimators import ols

_FEWEST = 6
"""Fewest periods: the first is lost, three parameters, two to spare."""


@dataclass(frozen=True)
class KoyckFit:
    """Estimates of the Koyck model."""

    short_run: float
    """b, change of sales in the period per unit of advertising."""
    short_run_se: float
    """Standard error of b."""
    carry_over: float
    """Share of the effect carried to the next period."""
    carry_over_se: float
    """Standard error of the carry-over."""
    mean_advertising: float
    """Mean of advertising over the periods used."""
    mean_sales: float
    """Mean of sales over the periods used."""
    r2: float
    """Share of variance explained."""

    @property
    def long_run(self) -> float:
        """Total change of sales per unit of advertising; NaN when it does not end."""
        return self.short_run / (1.0 - self.carry_over) if self.carry_over < 1.0 else math.nan

    @property
    def short_elasticity(self) -> float:
        """Short-run elasticity at the means, for a fit in levels."""
        return self.short_run * self.mean_advertising / self.mean_sales

    @property
    def long_elasticity(self) -> float:
        """Long-run elasticity at the means, for a fit in levels."""
        return self.long_run * self.mean_advertising / self.mean_sales

    @property
    def duration_90(self) -> float:
        """Periods in which 90% of the effect occurs.

        0 when there is no carry-over, NaN when the effect does not end.
        """
        if self.carry_over <= 0.0:
            return 0.0
        return math.log(0.1) / math.log(self.carry_over) if self.carry_over < 1.0 else math.nan


def fit(sales: Floats, advertising: Floats, controls: Floats | None = None) -> KoyckFit:
    """Fit the model to series of shape (periods,).

    `controls` (shape (periods, c)) enter linearly, such as season dummies. The first
    period serves only as a lag. Raises ValueError for series too short or unequal.
    """
    sold = np.asarray(sales, dtype=np.float64)
    spent = np.asarray(advertising, dtype=np.float64)
    if sold.shape != spent.shape or sold.ndim != 1 or sold.size < _FEWEST:
        message = f"need two series of at least {_FEWEST} periods, got {sold.shape} and {spent.shape}"
        raise ValueError(message)
    columns = [spent[1:], sold[:-1]]
    if controls is not None:
        columns.extend(np.asarray(controls, dtype=np.float64).reshape(sold.size, -1)[1:].T)
    constant = np.zeros(sold.size - 1, dtype=np.int64)
    regression = ols.fit(sold[1:], np.column_stack(columns), constant)
    return KoyckFit(
        short_run=float(regression.coefficients[0]),
        short_run_se=float(regression.se[0]),
        carry_over=float(regression.coefficients[1]),
        carry_over_se=float(regression.se[1]),
        mean_advertising=float(spent[1:].mean()),
        mean_sales=float(sold[1:].mean()),
        r2=regression.r2,
    )
