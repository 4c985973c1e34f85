"""Paired bootstrap: probability of being best, expected regret, BCa interval.

Outcomes have shape (replications, arms), are complete, and larger is better. Whole
replications are resampled, which keeps the pairing under common random numbers.

Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 14 (BCa).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit
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


@dataclass(frozen=True)
class Interval:
    """An interval for one number."""

    lower: float
    """Lower end."""
    upper: float
    """Upper end."""


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


def bca_interval(sample: Floats, seed: int, level: float = 0.95, draws: int = DRAWS) -> Interval:
    """Bias-corrected and accelerated bootstrap interval of a mean.

    `sample` has shape (n,), for instance paired differences. Stands beside the t
    interval where outcomes are skewed. A constant sample gives that constant twice.
    """
    require_inside_unit("level", level)
    values = require_complete(np.asarray(sample, dtype=np.float64).reshape(-1, 1))[:, 0]
    centred = values - values.mean()
    spread = float(np.sum(centred**2))
    if spread <= (_TIE * np.abs(values).max()) ** 2:
        return Interval(float(values.mean()), float(values.mean()))
    drawn = np.sort(resampling.means(centred[:, None], draws, seed, "bca")[:, 0])
    below = (np.sum(drawn < 0.0) + 0.5 * np.sum(drawn == 0.0)) / draws
    shift = float(ndtri(np.clip(below, 0.5 / draws, 1.0 - 0.5 / draws)))
    # Acceleration of a mean: its jackknife values are linear in the sample.
    acceleration = float(np.sum(centred**3)) / (6.0 * spread**1.5)
    tails = ndtri(np.array([0.5 - level / 2.0, 0.5 + level / 2.0])) + shift
    places = ndtr(shift + tails / (1.0 - acceleration * tails))
    low, high = values.mean() + np.quantile(drawn, places)
    return Interval(float(low), float(high))
