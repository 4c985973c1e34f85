"""Paired bootstrap: probability of being best, expected regret.

Outcomes have shape (replications, arms), are complete, and larger is better. Whole
replications are resampled, which keeps the pairing under common random numbers.

Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.statistics import resampling
from mktsim.science.statistics.complete import require_complete

DRAWS = 4000
"""Default number of resamples: standard error of a probability at most 0.8 points."""
_TIE = 1e-12
"""Means closer than this share of the largest are tied: rounding, not performance."""


@dataclass(frozen=True, eq=False)
class BestOfArms:
    """How sure the choice between arms is."""

    probability_best: Floats
    """Share of resamples in which the arm has the highest mean, shape (arms,), sum 1.

    Arms tied for the best share the resample equally.
    """
    expected_regret: Floats
    """Mean over resamples of the best mean less the arm's, shape (arms,), at least 0."""


def best_of_arms(outcomes: Floats, seed: int, draws: int = DRAWS) -> BestOfArms:
    """Probability of being best and expected regret of choosing each arm."""
    table = require_complete(outcomes)
    # Centred, so that the tie rule and the sums do not suffer from a large common level.
    means = resampling.means(table - table.mean(), draws, seed, "best of arms")
    highest = means.max(axis=1, keepdims=True)
    tied = means >= highest - _TIE * np.abs(table).max()
    return BestOfArms(
        probability_best=(tied / tied.sum(axis=1, keepdims=True)).mean(axis=0),
        expected_regret=(highest - means).mean(axis=0),
    )
