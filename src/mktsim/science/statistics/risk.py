"""Risk of an arm: mean of its worst outcomes, quantiles, with standard errors.

`outcomes` has shape (replications,), larger is better.

Sources: Acerbi & Tasche 2002, Journal of Banking & Finance 26:1487 (CVaR with a
fractional share of an outcome); Trindade et al. 2007, Journal of Banking & Finance
31:3524 (its standard error); Maritz & Jarrett 1978, JASA 73:194 (quantile).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit
from mktsim.science.statistics.complete import require_complete

WORST_SHARE = 0.10
"""Share of outcomes that count as the worst: the project's convention for CVaR."""


@dataclass(frozen=True)
class Estimate:
    """A number with its standard error."""

    value: float
    """Estimate, in units of the outcome."""
    se: float
    """Standard error."""


def mean(outcomes: Floats) -> Estimate:
    """Mean outcome."""
    values = _sample(outcomes)
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)))


def cvar(outcomes: Floats, share: float = WORST_SHARE) -> Estimate:
    """Mean of the worst `share` (0 to 1) of the outcomes.

    Where the share of n is not whole, the outcome at the edge counts in part; a share
    of less than one outcome gives the worst one. The standard error is that of the
    influence function and is rough with fewer than about ten outcomes in the tail.
    """
    require_inside_unit("share", share)
    values = np.sort(_sample(outcomes))
    edge = max(share * values.size, 1.0)
    counted = np.clip(edge - np.arange(values.size), 0.0, 1.0)
    worst = float(values @ counted / edge)
    border = values[min(int(np.ceil(edge)) - 1, values.size - 1)]
    influence = np.minimum(values - border, 0.0) / share
    return Estimate(worst, float(influence.std(ddof=1) / np.sqrt(values.size)))


def quantile(outcomes: Floats, probability: float) -> Estimate:
    """Quantile of the outcomes by linear interpolation, with Maritz-Jarrett error."""
    require_inside_unit("probability", probability)
    values = np.sort(_sample(outcomes))
    n = values.size
    edges = betainc((n + 1) * probability, (n + 1) * (1.0 - probability), np.arange(n + 1) / n)
    weight = np.diff(edges)
    centre = float(values @ weight)
    spread = float((values - centre) ** 2 @ weight)
    return Estimate(float(np.quantile(values, probability)), float(np.sqrt(spread)))


def loss_probability(outcomes: Floats, threshold: float = 0.0) -> Estimate:
    """Share of outcomes below the threshold (units of the outcome)."""
    below = _sample(outcomes) < threshold
    chance = float(below.mean())
    return Estimate(chance, float(np.sqrt(chance * (1.0 - chance) / below.size)))


def _sample(outcomes: Floats) -> Floats:
    return require_complete(np.asarray(outcomes, dtype=np.float64).reshape(-1, 1))[:, 0]
