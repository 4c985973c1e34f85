"""Optimal computing budget allocation: a fixed budget, no guarantee.

Source: Chen, Lin, Yucesan & Chick 2000, Discrete Event Dynamic Systems 10:251; the
rounding follows Chen & Lee 2010, Stochastic Simulation Optimization.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from mktsim.science.arrays import Floats, Integers

_CLOSEST = 1e-9
"""Smallest lead, as a share of the largest, so that a tie gets a finite share."""


def first_stage(budget: int, arms: int) -> int:
    """Replications each arm should have first, max(10, 0.2 budget/arms).

    Fewer, and an early unlucky best starves; measured on the slippage configuration.
    """
    return max(10, int(np.ceil(0.2 * budget / arms)))


def ratios(means: Floats, variances: Floats) -> Floats:
    """Return the optimal shares of the total budget, shape (arms,), sum 1.

    Larger means are better; negate costs. An arm without variance needs no further
    replications; with no variance at all, or with one arm, the shares are equal.
    """
    centre = np.asarray(means, dtype=np.float64)
    variance = np.asarray(variances, dtype=np.float64)
    best = int(np.argmax(centre))
    others = np.arange(centre.size) != best
    if not np.any(variance > 0.0) or not np.any(others):
        return np.full(centre.size, 1.0 / centre.size)
    lead = centre[best] - centre[others]
    furthest = lead.max() if lead.max() > 0.0 else 1.0
    lead = np.maximum(lead, _CLOSEST * furthest)
    shares = np.zeros(centre.size)
    shares[others] = variance[others] * (lead.min() / lead) ** 2
    varying = others & (variance > 0.0)
    if np.any(varying):
        need = np.sum(shares[varying] ** 2 / variance[varying])
        shares[best] = np.sqrt(variance[best] * need)
    else:
        shares[best] = 1.0
    return np.asarray(shares / shares.sum())


def allocate(means: Floats, variances: Floats, counts: Integers, add: int) -> Integers:
    """Return how many of `add` further replications each arm gets, shape (arms,).

    `counts` are the replications so far. Targets are floored shares of the total; arms
    already above their target keep what they have and the rest is shared anew; what is
    left over goes to the best. The result sums to `add`.
    """
    have = np.asarray(counts, dtype=np.int64)
    weight = ratios(means, variances)
    budget = int(have.sum()) + add
    targets = have.copy()
    open_arms = np.ones(have.size, dtype=np.bool_)
    left = budget
    while np.any(open_arms):
        total = weight[open_arms].sum()
        if total <= 0.0:
            targets[open_arms] = have[open_arms]
            break
        # The shaving keeps a whole share whole that rounding lifted just below it.
        targets[open_arms] = np.floor(left * weight[open_arms] / total + 1e-9)
        over = open_arms & (targets < have)
        if not np.any(over):
            break
        targets[over] = have[over]
        open_arms &= ~over
        left = budget - int(targets[~open_arms].sum())
    targets[int(np.argmax(means))] += budget - int(targets.sum())
    return targets - have


def correct_selection_estimate(means: Floats, variances: Floats, counts: Integers) -> float:
    """Approximate probability of correct selection, 1 - sum of pairwise errors.

    For independent sampling; a lower bound given the true means, an estimate here.
    """
    centre = np.asarray(means, dtype=np.float64)
    error = np.asarray(variances, dtype=np.float64) / np.asarray(counts)
    best = int(np.argmax(centre))
    others = np.arange(centre.size) != best
    spread = np.sqrt(error[others] + error[best])
    lead = centre[best] - centre[others]
    safe = np.where(spread > 0.0, spread, 1.0)
    missed = np.where(spread > 0.0, ndtr(-lead / safe), np.where(lead > 0.0, 0.0, 0.5))
    return float(max(0.0, 1.0 - missed.sum()))
