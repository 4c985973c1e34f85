"""Two-stage selection and intervals under common random numbers and sphericity.

Sphericity: all differences between two arms have the same variance. Where that is
doubtful, the Bonferroni intervals of the comparisons with the best do without it.

Source: Nelson & Matejcik 1995, Management Science 41:1935.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_positive
from mktsim.science.statistics.bechhofer import require_selection
from mktsim.science.statistics.complete import require_complete
from mktsim.science.statistics.quadrature import chi_square_rule, normal_rule


@lru_cache(maxsize=128)
def constant(arms: int, probability: float, first_stage: int) -> float:
    """Return g, the quantile of the largest of equicorrelated (1/2) t variables.

    There are arms - 1 of them with (arms - 1)(n0 - 1) degrees of freedom.
    """
    from scipy.optimize import brentq

    require_selection(arms, probability)
    df = (arms - 1) * (first_stage - 1)
    squares, square_weights = chi_square_rule(df)
    normals, normal_weights = normal_rule()
    # (Z_i - Z_0)/sqrt(2)/s <= g for all i: given Z_0 and s the Z_i are independent.
    scale = np.sqrt(2.0 * squares / df)
    weights = normal_weights[:, None] * square_weights[None, :]

    def excess(g: float) -> float:
        inside = ndtr(g * scale[None, :] + normals[:, None])
        return float(np.sum(weights * inside ** (arms - 1))) - probability

    upper = 8.0
    while excess(upper) < 0.0:
        upper *= 2.0
    return float(brentq(excess, -1.0, upper, xtol=1e-10))


def difference_variance(outcomes: Floats) -> float:
    """Pooled variance of a difference between two arms under sphericity.

    `outcomes` has shape (replications, arms) with at least two of each.
    """
    table = require_complete(outcomes)
    rows, arms = table.shape
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
    return float(2.0 * np.sum(left**2) / ((arms - 1) * (rows - 1)))


def replications(outcomes: Floats, delta: float, probability: float = 0.95) -> int:
    """Total replications of every arm, max(n0, ceil((g S/delta)^2)).

    `outcomes` is the first stage, `delta` (above 0) the smallest difference that
    matters, in units of the outcome.
    """
    require_positive("delta", delta)
    rows, arms = require_complete(outcomes).shape
    g = constant(arms, probability, rows)
    return max(int(rows), math.ceil(g**2 * difference_variance(outcomes) / delta**2))
