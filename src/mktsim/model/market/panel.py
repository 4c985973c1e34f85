"""Household panel: who bought what, drawn from the week's probabilities of each household's class.

A household belongs to one class for good, so that differences between classes are differences between households. Of
the people of its class it is one who has a brand in mind, or one who has not, until more or fewer do; who has not buys
none of it, so that a brand that loses is lost by buyers, not by everybody a little. Purchases are Poisson with the rate
of those who have the brand in mind, drawn with uniforms of the household's own. A stock of its own in the hazard would
break the negative binomial of repeat buying (purchases come more regularly than Poisson), so it has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.streams import Address, uniforms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mktsim.model.market.layout import State

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

_MOST = 64
"""Most purchases of a brand by a household in a week; beyond it the probability is nil at any rate in use."""


@dataclass(frozen=True, eq=False)
class TypeWeeks:
    """Realised purchases of each consumer class by week, for a household panel."""

    occasions: Floats
    """Purchases of each brand by a household of each type, shape (weeks, types, brands)."""
    quantity: Floats
    """Units per purchase, same shape."""
    aware: Floats
    """Share of the class that has the brand in mind, same shape."""


@dataclass(frozen=True, eq=False)
class HouseholdPanel:
    """Purchases of a sample of households."""

    type_of: Counts
    """Type of each household, shape (households,)."""
    purchases: Counts
    """Purchases by household, week and brand."""
    units: Counts
    """Units by household, week and brand."""

    @property
    def households(self) -> int:
        """Size of the sample."""
        return int(self.type_of.size)


def members(households: Floats, size: int) -> Counts:
    """Return the type of each of `size` households, in proportion to `households` of each type, shape (size,)."""
    edges = np.cumsum(households) / households.sum()
    places = (np.arange(size) + 0.5) / size
    return np.searchsorted(edges, places).astype(np.int64)


def of_state(state: State) -> tuple[Floats, Floats, Floats]:
    """Return purchases, units per purchase and awareness of a week just closed, each of shape (classes, brands)."""
    occasions = state.occasions.sum(axis=0)
    units = (state.occasions * state.quantity).sum(axis=0)
    bought = occasions > 0.0
    size = np.where(bought, units / np.where(bought, occasions, 1.0), 1.0)
    return occasions.T, size.T, state.aware.T


def sample(address: Address, brands: Sequence[str], type_of: Counts, weeks: TypeWeeks) -> HouseholdPanel:
    """Draw the purchases of households of classes `type_of`, each brand and household with its own stream."""
    periods = weeks.occasions.shape[0]
    purchases = np.empty((type_of.size, periods, len(brands)), np.int64)
    units = np.empty_like(purchases)
    for b, brand in enumerate(brands):
        whose = [(h, brand) for h in range(type_of.size)]
        u = uniforms_of(address, "market.panel", whose, (0, periods), 2)
        mind = uniforms_of(address, "market.panel_mind", whose, (0, 1), 1)[:, 0, 0]
        aware = weeks.aware[:, type_of, b].T
        rate = np.where(mind[:, None] < aware, weeks.occasions[:, type_of, b].T / np.maximum(aware, 1e-12), 0.0)
        purchases[:, :, b] = poisson_counts(u[:, :, 0], rate)
        size = purchases[:, :, b] * weeks.quantity[:, type_of, b].T
        least = np.floor(size)
        units[:, :, b] = (least + (u[:, :, 1] < size - least)).astype(np.int64)
    return HouseholdPanel(type_of=type_of, purchases=purchases, units=units)


def poisson_counts(u: Floats, mean: Floats) -> Counts:
    """Return Poisson counts by inverse transform, any shape; for means of a few at most."""
    mass = np.exp(-mean)
    reached = mass.copy()
    counts = np.zeros(u.shape, np.int64)
    for n in range(1, _MOST):
        above = u > reached
        if not above.any():
            break
        counts += above
        mass *= mean / n
        reached += mass
    return counts
