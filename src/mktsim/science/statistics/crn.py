"""Variance reduction by common random numbers, per pair of arms.

`outcomes` has shape (replications, arms) and is complete.

Source: Law 2015, Simulation Modeling and Analysis, section 11.2.
"""

from __future__ import annotations

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.statistics.complete import require_complete


def correlation(outcomes: Floats) -> Floats:
    """Correlation of every pair of arms over replications, shape (arms, arms).

    NaN where an arm does not vary.
    """
    covariance = _covariance(outcomes)
    spread = np.sqrt(np.diag(covariance))
    product = np.outer(spread, spread)
    known = product > 0.0
    return np.asarray(np.where(known, covariance / np.where(known, product, 1.0), np.nan))


def variance_reduction(outcomes: Floats) -> Floats:
    """Factor (s_A^2 + s_B^2)/s_D^2 of every pair, shape (arms, arms).

    How many times more replications independent runs would need for the same standard
    error of the difference: 1 without effect, below 1 where common random numbers
    back-fire, infinite where the difference never varies. The diagonal is NaN.
    """
    table = require_complete(outcomes)
    spread = table.var(axis=0, ddof=1)
    apart = spread[:, None] + spread[None, :]
    # From the differences themselves: subtracting covariances would lose all digits
    # exactly where common random numbers work best.
    between = (table[:, :, None] - table[:, None, :]).var(axis=0, ddof=1)
    factor = np.full(apart.shape, np.inf)
    np.divide(apart, between, out=factor, where=between > 0.0)
    factor[(between == 0.0) & (apart == 0.0)] = np.nan
    np.fill_diagonal(factor, np.nan)
    return factor


def backfiring_pairs(outcomes: Floats) -> tuple[tuple[int, int], ...]:
    """Pairs of arms whose outcomes are negatively correlated."""
    against = np.triu(correlation(outcomes) < 0.0, k=1)
    return tuple((int(first), int(second)) for first, second in np.argwhere(against))


def _covariance(outcomes: Floats) -> Floats:
    table = require_complete(outcomes)
    centred = table - table.mean(axis=0)
    return np.asarray(np.einsum("ra,rb->ab", centred, centred) / (table.shape[0] - 1))
