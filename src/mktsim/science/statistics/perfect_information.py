"""Expected value of perfect information about the world, with the bias of picking the best taken off.

Tables have shape (replications, worlds, arms), larger is better; a replication has the same random inputs in every
world and for every arm. A maximum of estimated means is biased upwards; what the bootstrap over replications sees of
the bias (at exact ties about 40% of it) is taken off.
"""

from __future__ import annotations

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.statistics import resampling

DRAWS = 1000
"""Resamples: standard error of a probability at most 1.6 points."""


def resampled_means(good: Floats, seed: int) -> Floats:
    """Means of resampled replications, shape (draws, worlds, arms)."""
    rows = good.shape[0]
    flat = resampling.means(good.reshape(rows, -1), DRAWS, seed, "robust")
    return flat.reshape(DRAWS, *good.shape[1:])


def bias_corrected(value: float, drawn: Floats, confidence: float) -> tuple[float, float, float]:
    """Return a value that is never negative without its bias, and the ends of its basic bootstrap interval.

    `drawn` holds the value of each resample; the resamples are reflected around the value.
    """
    bias = float(drawn.mean()) - value
    low, high = np.quantile(drawn, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0])
    centre = max(0.0, value - bias)
    return centre, max(0.0, min(centre, 2.0 * value - float(high))), max(centre, 2.0 * value - float(low))


def perfect_information(means: Floats, drawn: Floats, weights: Floats, confidence: float) -> tuple[float, float, float]:
    """Return what knowing the world before choosing is worth, with the ends of its interval.

    It is the mean of the best of each world less the best mean. `means` has shape (worlds, arms), `drawn` those of
    `resampled_means`; `weights` of worlds sum to one.
    """
    overall = np.einsum("wa,w->a", means, weights)
    knowing = float(weights @ means.max(axis=1) - overall.max())
    again = drawn.max(axis=2) @ weights - np.einsum("bwa,w->ba", drawn, weights).max(axis=1)
    return bias_corrected(knowing, again, confidence)
