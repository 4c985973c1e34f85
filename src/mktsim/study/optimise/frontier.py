"""Budget frontier: value against budget, the budget that reaches a target, the same result for less; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import zero_crossing
from mktsim.study.runs.interval import Interval, mean_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reaching:
    """The smallest budget with which a value is reached, by straight lines between the budgets tried."""

    value: float
    """What is to be reached, in units of the metric, larger is better."""
    budget: float | None
    """None when no budget tried reaches it."""
    low: float
    """Ends of the budgets that the replications do not exclude; infinite where that is beyond what was tried."""
    high: float
    at_least: bool
    """Whether on average already the smallest budget tried reaches it, so that less might do."""


def reaching(budgets: Sequence[float], good: Floats, target: Floats | float, confidence: float) -> Reaching:
    """Find the budget that reaches a target.

    `good` has shape (replications, budgets), budgets rising; `target` is a number, or an outcome a replication whose
    mean is to be reached, paired with `good`.
    """
    aim = np.broadcast_to(np.asarray(target, dtype=np.float64), good.shape[:1])
    means = good.mean(axis=0)
    found = zero_crossing.crossing(budgets, good - aim[:, None], float(budgets[0]), confidence)
    low, high = found.low, found.high
    if np.isnan(low):
        # no budget tried is in doubt: all are surely enough, or none is
        low, high = (-np.inf, float(budgets[0])) if means[0] >= aim.mean() else (float(budgets[-1]), np.inf)
    return Reaching(
        value=float(aim.mean()),
        budget=crossing(budgets, means, float(aim.mean())),
        low=low,
        high=high,
        at_least=bool(means[0] >= aim.mean()),
    )


def crossing(budgets: Sequence[float], values: Floats, target: float) -> float | None:
    """Return the smallest budget at which the line through the values reaches the target; None where none does.

    >>> crossing([1.0, 2.0, 3.0], np.array([0.0, 10.0, 10.0]), 5.0)
    1.5
    """
    if values[0] >= target:
        return float(budgets[0])
    for place in range(1, len(budgets)):
        if values[place] >= target:
            rise = float(values[place] - values[place - 1])
            step = budgets[place] - budgets[place - 1]
            return float(budgets[place - 1] + step * (target - float(values[place - 1])) / rise)
    return None


def marginal(budgets: Sequence[float], good: Floats, confidence: float) -> tuple[Interval, ...]:
    """Return what one more unit of yearly budget earns between neighbouring budgets, paired."""
    return tuple(
        mean_interval((good[:, place] - good[:, place - 1]) / (budgets[place] - budgets[place - 1]), confidence)
        for place in range(1, len(budgets))
    )
