"""Negative binomial distribution of purchases in a period.

Poisson buyers whose rates are gamma distributed with mean `mean` (purchases per
household in the period, above 0) and shape `shape` (K, above 0, small = unequal).

Source: Ehrenberg 1959, Applied Statistics 8:26; Ehrenberg 1988, Repeat-Buying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from mktsim.science.domain import require_positive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


def penetration(mean: float, shape: float) -> float:
    """Return the share of households that buy at least once in the period."""
    _check(mean, shape)
    return float(-np.expm1(-shape * np.log1p(mean / shape)))


def purchase_frequency(mean: float, shape: float) -> float:
    """Return w, the mean purchases of those who buy at all."""
    return mean / penetration(mean, shape)


def probabilities(counts: ArrayLike, mean: float, shape: float) -> Floats:
    """Return the share of households with each count of purchases (shape of counts)."""
    _check(mean, shape)
    n = np.asarray(counts, dtype=np.float64)
    ways = gammaln(n + shape) - gammaln(shape) - gammaln(n + 1.0)
    none = -shape * np.log1p(mean / shape)
    return np.asarray(np.exp(ways + none + n * np.log(mean / (mean + shape))))


def shape_from_penetration(mean: float, bought: float) -> float:
    """Return K from the mean and the penetration of a period.

    A solution exists when the penetration lies above 0 and below that of a Poisson
    market, 1 - exp(-mean); it is unique.
    """
    from scipy.optimize import brentq

    require_positive("mean", mean)
    if not 0.0 < bought < -np.expm1(-mean):
        message = f"penetration must lie in (0, 1 - exp(-mean)), got {bought!r}"
        raise ValueError(message)

    def excess(log_shape: float) -> float:
        return penetration(mean, float(np.exp(log_shape))) - bought

    return float(np.exp(brentq(excess, -30.0, 30.0, xtol=1e-12)))


def _check(mean: float, shape: float) -> None:
    require_positive("mean", mean)
    require_positive("shape", shape)
