"""Advertising goodwill that decays, and its optimal steady state.

Goodwill follows G' = A - decay * G, and demand is scale * price^-e * G^beta.

Source: Nerlove & Arrow 1962, Economica 29:129.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.domain import (
    require_above,
    require_inside_unit,
    require_non_negative,
    require_positive,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


@dataclass(frozen=True)
class Demand:
    """Constant-elasticity demand for a brand with goodwill."""

    scale: float
    """Units per year at a price and a goodwill of one, above 0."""
    unit_cost: float
    """Money per unit, above 0."""
    e: float
    """Magnitude of the price elasticity, above 1."""
    beta: float
    """Elasticity of demand to goodwill, between 0 and 1."""


@dataclass(frozen=True)
class SteadyOptimum:
    """The optimal steady state."""

    price: float
    """Price, money per unit."""
    goodwill: float
    """Goodwill, money of undepreciated advertising."""
    advertising: float
    """Advertising that keeps the goodwill, money per year."""
    revenue: float
    """Revenue, money per year."""


def goodwill(t: ArrayLike, initial: float, advertising: float, decay: float) -> Floats:
    """Return G(t) under constant advertising; the shape of `t` (years).

    `advertising` in money per year (at least 0), `decay` per year (above 0).
    """
    require_positive("decay", decay)
    require_non_negative("advertising", advertising)
    level = advertising / decay
    elapsed = np.asarray(t, dtype=np.float64)
    return np.asarray(level + (initial - level) * np.exp(-decay * elapsed))


def advertising_to_revenue(beta: float, e: float, decay: float, discount: float) -> float:
    """Return the optimal long-run ratio beta decay/(e (discount + decay)).

    `decay` and `discount` are continuous rates per year.
    """
    require_inside_unit("beta", beta)
    require_above("e", e, 1.0)
    require_positive("decay", decay)
    require_non_negative("discount", discount)
    return beta * decay / (e * (discount + decay))


def steady_optimum(demand: Demand, decay: float, discount: float) -> SteadyOptimum:
    """Return the steady state in which a further unit of goodwill earns its keep.

    The marginal contribution of goodwill equals discount + decay (per year).
    """
    require_positive("scale", demand.scale)
    require_inside_unit("beta", demand.beta)
    require_above("e", demand.e, 1.0)
    require_positive("discount + decay", discount + decay)
    price = demand.unit_cost * demand.e / (demand.e - 1.0)
    base = demand.scale * price**-demand.e
    worth = demand.beta * base * (price - demand.unit_cost) / (discount + decay)
    stock = float(worth ** (1.0 / (1.0 - demand.beta)))
    return SteadyOptimum(
        price=price,
        goodwill=stock,
        advertising=decay * stock,
        revenue=float(price * base * stock**demand.beta),
    )
