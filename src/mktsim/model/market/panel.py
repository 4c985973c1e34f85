"""A household panel on top of the types: who bought what, drawn from the week's probabilities of each one's type.

A household belongs to one type for good, so that differences between types are differences between households;
its purchases are Poisson with its type's rate of the week, drawn with uniforms of its own. A stock of its own in
the hazard would break the negative binomial of repeat buying (MARKET_PROTOTYPE.md section 6), so it has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

_MOST = 64
"""Most purchases of a brand by a household in a week; beyond it the probability is nil at any rate in use."""


@dataclass(frozen=True, eq=False)
class TypeWeeks:
    """What a run leaves behind for a panel: each type's realised purchases."""

    occasions: Floats
    """Purchases of each brand by a household of each type, shape (weeks, types, brands)."""
    quantity: Floats
    """Units per purchase, same shape."""


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


def of_state(state: np.void) -> tuple[Floats, Floats]:
    """Return purchases and units per purchase of a week just closed, each of shape (types, brands)."""
    by_channel = state["occasions"]
    occasions = by_channel.sum(axis=2)
    units = (by_channel * state["quantity"]).sum(axis=2)
    bought = occasions > 0.0
    return occasions, np.where(bought, units / np.where(bought, occasions, 1.0), 1.0)


def sample(address: Address, brands: Sequence[str], type_of: Counts, weeks: TypeWeeks) -> HouseholdPanel:
    """Draw the purchases of households of types `type_of`, each brand and household with its own stream."""
    periods = weeks.occasions.shape[0]
    purchases = np.empty((type_of.size, periods, len(brands)), np.int64)
    units = np.empty_like(purchases)
    for b, brand in enumerate(brands):
        u = np.stack([uniforms(address, "market.panel", (h, brand), 0, periods, 2) for h in range(type_of.size)])
        purchases[:, :, b] = poisson_counts(u[:, :, 0], weeks.occasions[:, type_of, b].T)
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
