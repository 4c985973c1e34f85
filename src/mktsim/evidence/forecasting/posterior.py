"""How well parameters explain a series: the logarithm of the posterior, for many parameter sets at once.

The logarithm of sales over expected sales follows an AR(1) process with heavy-tailed innovations (Student t, six
degrees of freedom). Its variance is sigma² (1 + c mean/expected), so that the variance of sales is that of a negative
binomial: proportional to the mean at low sales, to its square at high ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from mktsim.evidence.forecasting.curve import Shape, expected
from mktsim.science.arrays import Floats

LOW_SALES = 0.2
"""c: sales at which the two parts of the variance are equal, as a share of mean sales; assumption."""
FREEDOM = 6.0
"""Degrees of freedom of the innovations; assumption: one surprise in a lifetime is usual."""
_FLOOR_SHARE = 0.01
"""Added to sales and expectation before taking logarithms, as a share of mean sales; lets a zero be; assumption."""
_T_CONSTANT = float(gammaln(0.5 * (FREEDOM + 1.0)) - gammaln(0.5 * FREEDOM) - 0.5 * np.log(np.pi * (FREEDOM - 2.0)))


@dataclass(frozen=True, eq=False)
class Target:
    """A series with the shape it is explained by."""

    shape: Shape
    sales: Floats
    """Sales by period, shape (periods,)."""

    @property
    def floor(self) -> float:
        """Offset before logarithms are taken, units."""
        return _FLOOR_SHARE * float(self.sales.mean())

    def log_posterior(self, draws: Floats) -> Floats:
        """Return the log posterior up to a constant, shape (draws,), for parameters of shape (draws, parameters)."""
        centres = np.array([prior.centre for prior in self.shape.table])
        spreads = np.array([prior.spread for prior in self.shape.table])
        believed = -0.5 * np.sum(((draws - centres) / spreads) ** 2, axis=1)
        return np.asarray(believed + self.log_likelihood(draws))

    def log_likelihood(self, draws: Floats) -> Floats:
        """Return the log likelihood up to a constant, shape (draws,)."""
        phi = self.shape.natural(draws, "phi")[:, None]
        standard, spread = self.residuals(draws, self.sales.size)
        innovations = np.concatenate([standard[:, :1], standard[:, 1:] - phi * standard[:, :-1]], axis=1)
        narrow = np.sqrt(1.0 - phi**2)
        innovations[:, 1:] /= narrow
        density = _T_CONSTANT - 0.5 * (FREEDOM + 1.0) * np.log1p(innovations**2 / (FREEDOM - 2.0))
        total = density.sum(axis=1) - np.log(spread).sum(axis=1) - (self.sales.size - 1) * np.log(narrow[:, 0])
        return np.where(np.isfinite(total), total, -np.inf)

    def residuals(self, draws: Floats, periods: int) -> tuple[Floats, Floats]:
        """Return standardised residuals and their standard deviations in logarithms, both (draws, periods)."""
        mean = expected(self.shape, draws, periods) + self.floor
        spread = self.spread(draws, mean)
        return np.log((self.sales[:periods] + self.floor) / mean) / spread, spread

    def spread(self, draws: Floats, mean: Floats) -> Floats:
        """Return the standard deviation of the logarithm at expected sales `mean`, same shape."""
        sigma = self.shape.natural(draws, "sigma")[:, None]
        if not self.shape.from_launch:
            return np.asarray(sigma * np.ones_like(mean))
        return np.asarray(sigma * np.sqrt(1.0 + LOW_SALES * self.sales.mean() / mean))
