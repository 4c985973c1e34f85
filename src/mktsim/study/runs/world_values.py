"""One estimate and one interval of what every procedure says over many worlds: who leads, what knowing is worth.

Tables have shape (replications, worlds, arms), larger is better. Whoever needs one of these quantities takes it from
here, so that two procedures on the same cells never print two numbers for one thing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import two_level
from mktsim.science.statistics.two_level import Sampling
from mktsim.study.runs.interval import Interval, of_level

Floats = NDArray[np.float64]


def leader_of(good: Floats, weights: Floats) -> int:
    """Return the arm with the highest mean over worlds by weight."""
    return int(np.argmax(np.einsum("wa,w->a", good.mean(axis=0), weights)))


def worth_of_knowing(good: Floats, sampling: Sampling) -> Interval:
    """Return the expected value of perfect information about the world, money: the mean regret of the leader.

    It is what the best arm of each world earns more than the arm that is best on average; the bias of picking by
    looking is taken off, and the interval holds worlds, where they were drawn, and replications.
    """
    return of_level(two_level.shortfall(good, leader_of(good, sampling.weights), sampling))
