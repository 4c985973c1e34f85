"""Joint optimum of price and advertising under constant elasticities.

Demand is q = scale * price^-e * advertising^a, with price elasticity magnitude `e`
(above 1, typical 2.62) and advertising elasticity `a` (between 0 and 1, typical 0.12).

Sources: Dorfman & Steiner 1954, American Economic Review 44:826; typical values from
Bijmolt, van Heerde & Pieters 2005 and Sethuraman, Tellis & Briesch 2011.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.domain import (
    require_above,
    require_inside_unit,
    require_positive,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


@dataclass(frozen=True)
class Optimum:
    """The profit-maximising levels for one period."""

    price: float
    """Price, money per unit."""
    advertising: float
    """Advertising spending, money per period."""
    units: float
    """Sales, units per period."""
    revenue: float
    """Revenue, money per period."""
    profit: float
    """Contribution after advertising, money per period."""


def optimal_price(unit_cost: float, e: float) -> float:
    """Return the monopoly price c e/(e - 1), money per unit."""
    require_positive("unit_cost", unit_cost)
    require_above("e", e, 1.0)
    return unit_cost * e / (e - 1.0)


def advertising_to_revenue(a: float, e: float) -> float:
    """Return the optimal advertising-to-revenue ratio a/e."""
    require_inside_unit("a", a)
    require_above("e", e, 1.0)
    return a / e


def optimum(scale: float, unit_cost: float, e: float, a: float) -> Optimum:
    """Return the joint optimum of price and advertising.

    `scale` is demand at a price and an advertising of one (units per period).
    """
    require_positive("scale", scale)
    require_inside_unit("a", a)
    price = optimal_price(unit_cost, e)
    base = scale * price**-e
    advertising = float((a * base * (price - unit_cost)) ** (1.0 / (1.0 - a)))
    units = float(base * advertising**a)
    return Optimum(
        price=price,
        advertising=advertising,
        units=units,
        revenue=price * units,
        profit=(price - unit_cost) * units - advertising,
    )


def flat_maximum_loss(multiple: ArrayLike, a: float) -> Floats:
    """Return the relative change of profit at a multiple of the optimal advertising.

    At most 0, with 0 at a multiple of 1; the shape of `multiple` (at least 0). Shows
    how flat the maximum is: half the optimal budget costs about 2% of profit.
    Source: the flat maximum principle, Tull et al. 1986, Marketing Science 5.
    """
    require_inside_unit("a", a)
    x = np.asarray(multiple, dtype=np.float64)
    return np.asarray((x**a / a - x) / (1.0 / a - 1.0) - 1.0)
