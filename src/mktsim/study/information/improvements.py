"""Value of better knowledge or faster work to the arms, and to the choice between them; pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.study.runs.interval import Interval, mean_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Improvement:
    """One improvement."""

    name: str
    gains: tuple[Interval, ...]
    """Of each arm, paired, money before what the improvement costs."""
    choice: Interval
    """Of the arm that is best with it over the arm that is best without, paired; of the same arm it is that arm's
    gain."""
    turns: bool
    """Whether another arm is best with it."""


def improvement(name: str, without: Floats, better: Floats, level: float) -> Improvement:
    """Compare outcomes, shape (replications, arms), with and without an improvement under common random numbers.

    `level` is that of each interval: of a family that holds together, the family's share.
    """
    before, after = int(np.argmax(without.mean(axis=0))), int(np.argmax(better.mean(axis=0)))
    return Improvement(
        name=name,
        gains=tuple(mean_interval(better[:, arm] - without[:, arm], level) for arm in range(without.shape[1])),
        choice=mean_interval(better[:, after] - without[:, before], level),
        turns=after != before,
    )
