"""Budget frontier: value against budget, the budget that reaches a target, the same result for less; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import resampling
from mktsim.study.runs.interval import Interval, mean_interval

Floats = NDArray[np.float64]
_DRAWS = 1000


@dataclass(frozen=True)
class Reaching:
    """The smallest budget with which a value is reached, by straight lines between the budgets tried."""

    value: float
    """What is to be reached, in units of the metric, larger is better."""
    budget: float | None
    """None when no budget tried reaches it."""
    low: float
    """Interval from resampled replications; infinite where some resamples never reach it."""
    high: float
    reached_share: float
    """Share of resamples in which it is reached at all."""
    at_least: bool
    """Whether already the smallest budget tried reaches it, so that less might do."""


def reaching(budgets: Sequence[float], good: Floats, target: Floats | float, confidence: float, seed: int) -> Reaching:
    """Find the budget that reaches a target.

    `good` has shape (replications, budgets), budgets rising; `target` is a number, or an outcome a replication whose
    mean is to be reached, paired with `good`.
    """
    aim = np.broadcast_to(np.asarray(target, dtype=np.float64), good.shape[:1])
    table = np.column_stack([good, aim])
    means = table.mean(axis=0)
    found = crossing(budgets, means[:-1], float(means[-1]))
    drawn = resampling.means(table, _DRAWS, seed, "frontier")
    every = [crossing(budgets, row[:-1], float(row[-1])) for row in drawn]
    known = np.array([np.inf if one is None else one for one in every])
    low, high = np.quantile(known, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0], method="nearest")
    return Reaching(
        value=float(means[-1]),
        budget=found,
        low=float(low),
        high=float(high),
        reached_share=float(np.isfinite(known).mean()),
        at_least=bool(means[0] >= means[-1]),
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
