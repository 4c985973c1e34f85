"""Risks of each arm: expected opportunity cost, comparison with the best, doubtful intervals, payback."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.metrics.metric import Better
from mktsim.science.statistics import mcb, regret, skew_corrected
from mktsim.science.statistics.confidence_sequence import FIRST_LOOK, half_width
from mktsim.science.statistics.skew_corrected import skewness
from mktsim.study.compare.result import ArmRisk, Payback
from mktsim.study.compare.stopping import Look
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]
COCHRAN = 25.0
"""A t interval is doubted below this many times the squared skewness in replications (Cochran 1977, Sampling
Techniques, 3rd ed., section 2.15)."""
ENOUGH = 20
"""Replications below which the corrected interval is rough: with 10 it covers 93% where the luck is exponential."""
_FEWEST = 3
_OUTER = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class RiskAsked:
    """How risks are told."""

    baseline: int
    confidence: float
    better: Better
    look: Look | None = None
    """Look at which a comparison in looks stopped; None for one look at all replications."""


@dataclass(frozen=True, eq=False)
class PaybackTable:
    """When the money was back."""

    weeks: Floats
    """NaN for never, shape (replications, worlds, arms)."""
    weights: Floats
    """Of the worlds, shape (worlds,)."""


def arm_risks(outcomes: Floats, paybacks: PaybackTable, asked: RiskAsked) -> tuple[ArmRisk | None, ...]:
    """Risks of every arm from a complete table, shape (replications, arms).

    None for all with fewer than two arms or three replications. Differences are in the metric's own direction,
    distances to the best in the good one.
    """
    rows, arms = len(outcomes), int(outcomes.shape[1])
    if arms < 2 or rows < _FEWEST:
        return (None,) * arms
    good = asked.better.sign * outcomes
    costs = regret.opportunity_cost_bounds(good)
    best = distances_to_best(good, asked.confidence, asked.look)
    return tuple(
        ArmRisk(
            opportunity_cost=float(costs[arm]),
            from_best=Interval(float(best.difference[arm]), float(best.lower[arm]), float(best.upper[arm])),
            skewness=skewness(outcomes[:, arm] - outcomes[:, asked.baseline]),
            corrected=_corrected(outcomes, arm, asked),
            watched=_watched(outcomes, arm, asked),
            payback=payback(paybacks.weeks[:, :, arm], paybacks.weights),
        )
        for arm in range(arms)
    )


def distances_to_best(good: Floats, confidence: float, look: Look | None) -> mcb.ComparisonWithBest:
    """Return how far each arm is from the best of the others, from the same intervals of all pairs as the verdict.

    So no arm is the best, or is not, of which the verdict says that it cannot be told. `good` has shape (replications,
    arms), larger is better.
    """
    arms = good.shape[1]
    if look is None:
        return mcb.bonferroni(good, (1.0 - confidence) / arms)
    widths = np.zeros((arms, arms))
    for first, second in combinations(range(arms), 2):
        found = look.between(good, first, second)
        widths[first, second] = widths[second, first] = max(found.mean - found.low, found.high - found.mean)
    return mcb.constrained_intervals(good.mean(axis=0), widths)


def payback(weeks: Floats, weights: Floats) -> Payback:
    """Quantiles over cases, shape (replications, worlds), each world counting by its weight."""
    cases = np.where(np.isnan(weeks), np.inf, weeks)
    counted = np.broadcast_to(weights, cases.shape).ravel()
    order = np.argsort(cases.ravel(), kind="stable")
    reached = np.cumsum(counted[order]) / counted.sum()
    low, middle, high = (
        float(cases.ravel()[order][min(int(np.searchsorted(reached, p - 1e-12)), order.size - 1)]) for p in _OUTER
    )
    return Payback((low, middle, high), float(counted[np.isinf(cases.ravel())].sum() / counted.sum()))


def _corrected(outcomes: Floats, arm: int, asked: RiskAsked) -> Interval | None:
    """Interval corrected for skewness where the t interval is doubtful."""
    apart = outcomes[:, arm] - outcomes[:, asked.baseline]
    if asked.look or arm == asked.baseline or len(apart) >= COCHRAN * skewness(apart) ** 2:
        return None
    ends = skew_corrected.interval(apart, asked.confidence)
    return Interval(float(apart.mean()), *ends, is_rough=len(apart) < ENOUGH)


def _watched(outcomes: Floats, arm: int, asked: RiskAsked) -> Interval | None:
    apart = outcomes[:, arm] - outcomes[:, asked.baseline]
    if asked.look or arm == asked.baseline or len(apart) < FIRST_LOOK:
        return None
    mean, alpha = float(apart.mean()), 1.0 - asked.confidence
    half = half_width(float(len(apart)), float(apart.std(ddof=1)), alpha)
    return Interval(mean, mean - half, mean + half)
