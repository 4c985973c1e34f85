"""Value of better knowledge or faster work to the arms, and to the choice between them; pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import resampling
from mktsim.study.runs.interval import Interval, mean_interval

Floats = NDArray[np.float64]
_DRAWS = 1000


@dataclass(frozen=True)
class Improvement:
    """One improvement."""

    name: str
    gains: tuple[Interval, ...]
    """Of each arm, paired, money before what the improvement costs."""
    choice: Interval
    """Of the best arm with it over the best arm without; bootstrap over replications."""
    turns: bool
    """Whether another arm is best with it."""


def improvement(name: str, without: Floats, better: Floats, confidence: float, seed: int) -> Improvement:
    """Compare outcomes, shape (replications, arms), with and without an improvement under common random numbers."""
    arms = without.shape[1]
    drawn = resampling.means(np.column_stack([without, better]), _DRAWS, seed, "improvement")
    again = drawn[:, arms:].max(axis=1) - drawn[:, :arms].max(axis=1)
    low, high = np.quantile(again, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0])
    before, after = without.mean(axis=0), better.mean(axis=0)
    return Improvement(
        name=name,
        gains=tuple(mean_interval(better[:, arm] - without[:, arm], confidence) for arm in range(arms)),
        choice=Interval(float(after.max() - before.max()), float(low), float(high)),
        turns=int(np.argmax(after)) != int(np.argmax(before)),
    )
