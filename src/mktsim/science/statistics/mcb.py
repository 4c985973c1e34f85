"""Multiple comparisons with the best: how far each arm is from the best of the others.

For arm i the interval of mu_i - max over others of mu_l. An arm whose upper end is 0 is
not the best; one whose lower end is 0 is. All intervals hold together at 1 - alpha.

Two half-widths: Bonferroni's over paired differences needs no assumption on the
covariance of arms; Nelson-Matejcik's is tighter and assumes that all differences have
the same variance.

Sources: Hsu 1984, Annals of Statistics 12:1136; Edwards & Hsu 1983, JASA 78:965
(unequal half-widths); Nelson & Matejcik 1995, Management Science 41:1935.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit
from mktsim.science.statistics import nelson_matejcik
from mktsim.science.statistics.complete import require_complete


@dataclass(frozen=True, eq=False)
class ComparisonWithBest:
    """Distance of each arm to the best of the others, in units of the outcome."""

    difference: Floats
    """Mean of the arm less the highest mean of the others, shape (arms,)."""
    lower: Floats
    """Lower ends, at most 0."""
    upper: Floats
    """Upper ends, at least 0."""

    @property
    def may_be_best(self) -> tuple[int, ...]:
        """Arms that cannot be ruled out as the best."""
        return tuple(int(arm) for arm in np.flatnonzero(self.upper > 0.0))


def bonferroni(outcomes: Floats, alpha: float = 0.05) -> ComparisonWithBest:
    """Compare with the best without assuming anything on the covariance of arms.

    `outcomes` (replications, arms) complete, at least two arms, larger is better.
    """
    require_inside_unit("alpha", alpha)
    table = _arms(outcomes)
    rows, arms = table.shape
    spread = (table[:, :, None] - table[:, None, :]).std(axis=0, ddof=1)
    # Only the arms - 1 one-sided statements about the true best are needed.
    width = stdtrit(rows - 1, 1.0 - alpha / (arms - 1)) * spread / np.sqrt(rows)
    return constrained_intervals(table.mean(axis=0), width)


def sphericity(outcomes: Floats, alpha: float = 0.05) -> ComparisonWithBest:
    """Compare with the best assuming equal variances of all differences."""
    require_inside_unit("alpha", alpha)
    table = _arms(outcomes)
    rows, arms = table.shape
    g = nelson_matejcik.constant(arms, 1.0 - alpha, rows)
    width = g * np.sqrt(nelson_matejcik.difference_variance(table) / rows)
    return constrained_intervals(table.mean(axis=0), np.full((arms, arms), width))


def constrained_intervals(means: Floats, width: Floats) -> ComparisonWithBest:
    """Return the intervals for given half-widths of every pair, shape (arms, arms)."""
    arms = means.size
    apart = means[:, None] - means[None, :]
    np.fill_diagonal(apart, np.inf)
    difference = apart.min(axis=1)
    upper = np.maximum((apart + width).min(axis=1), 0.0)
    candidates = np.flatnonzero(upper > 0.0)
    lower = np.zeros(arms)
    for arm in range(arms):
        rivals = candidates[candidates != arm]
        if rivals.size:
            lower[arm] = min(0.0, float((apart[arm, rivals] - width[arm, rivals]).min()))
    return ComparisonWithBest(difference=difference, lower=lower, upper=upper)


def _arms(outcomes: Floats) -> Floats:
    table = require_complete(outcomes)
    if table.shape[1] < 2:
        message = "a comparison with the best needs at least two arms"
        raise ValueError(message)
    return table
