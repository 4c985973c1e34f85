"""NBD-Dirichlet model of repeat buying of competing brands.

Category purchases are NBD with mean M and shape K, brand choice of a household is
multinomial with probabilities drawn from a Dirichlet of total S (above 0, small =
loyal households) and means the market shares. Gives penetration and purchase frequency
of each brand, hence double jeopardy, and the duplication of purchase.

Source: Goodhardt, Ehrenberg & Chatfield 1984, JRSS A 147:621.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from mktsim.science.domain import require_positive
from mktsim.science.theory import nbd

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats

_NEGLECTED_TAIL = 1e-12
"""Share of households whose heavier buying is left out of the sums; a convention."""
_LARGEST_COUNT = 1_000_000
"""Most purchases ever summed over; a bound on memory."""


@dataclass(frozen=True)
class Category:
    """A category in a period of a given length."""

    mean: float
    """M, category purchases per household in the period, above 0."""
    shape: float
    """K, shape of the gamma distribution of purchase rates, above 0."""
    switching: float
    """S, total of the Dirichlet parameters, above 0."""

    def __post_init__(self) -> None:
        """Refuse values outside their range."""
        require_positive("mean", self.mean)
        require_positive("shape", self.shape)
        require_positive("switching", self.switching)


def penetration(category: Category, shares: ArrayLike) -> Floats:
    """Return the share of households buying each brand at least once.

    `shares` are market shares strictly between 0 and 1, of any shape, which the
    result takes; they need not exhaust the market.
    """
    weight = np.atleast_1d(np.asarray(shares, dtype=np.float64))
    if np.any((weight <= 0.0) | (weight >= 1.0)):
        message = "market shares must lie strictly between 0 and 1"
        raise ValueError(message)
    counts = np.arange(_largest_count(category))
    mass = nbd.probabilities(counts, category.mean, category.shape)
    others = category.switching * (1.0 - weight)[..., None]
    total = category.switching
    never = np.exp(
        gammaln(others + counts) - gammaln(others) + gammaln(total) - gammaln(total + counts),
    )
    return np.asarray((mass * (1.0 - never)).sum(axis=-1))


def purchase_frequency(category: Category, shares: ArrayLike) -> Floats:
    """Return w, the mean purchases of a brand by those who buy it."""
    weight = np.atleast_1d(np.asarray(shares, dtype=np.float64))
    return np.asarray(category.mean * weight / penetration(category, weight))


def duplication(category: Category, shares: ArrayLike) -> Floats:
    """Return the share of buyers of brand i who also buy brand j, shape (n, n).

    `shares` has shape (n,) and sums to at most 1. Two brands merged are again a brand
    of the Dirichlet, so the joint penetration follows from three penetrations. The
    diagonal is 1.
    """
    weight = np.asarray(shares, dtype=np.float64)
    alone = penetration(category, weight)
    joint = np.empty((weight.size, weight.size))
    for i in range(weight.size):
        for j in range(weight.size):
            joint[i, j] = alone[i] if i == j else _both(category, weight[[i, j]])
    return np.asarray(joint / alone[:, None])


def _both(category: Category, pair: Floats) -> float:
    alone = penetration(category, pair)
    together = float(pair.sum())
    if together >= 1.0:
        either = nbd.penetration(category.mean, category.shape)
    else:
        either = float(penetration(category, together)[0])
    return float(alone.sum()) - either


def _largest_count(category: Category) -> int:
    size = 64
    while size < _LARGEST_COUNT:
        mass = nbd.probabilities(np.arange(size), category.mean, category.shape)
        if 1.0 - mass.sum() < _NEGLECTED_TAIL:
            return size
        size *= 2
    return size
