"""One-period stocking under normal demand.

`underage` is the loss per unit short, `overage` the loss per unit left over (money,
above 0); demand is normal with `mean` and `sd` in units.

Source: Arrow, Harris & Marschak 1951; Silver, Pyke & Thomas 2017, ch. 9.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from mktsim.science.domain import require_positive


@dataclass(frozen=True)
class Stocking:
    """Expected outcome of the optimal order."""

    z: float
    """Safety factor, standard deviations above mean demand."""
    order: float
    """Order quantity, units."""
    lost: float
    """Expected unmet demand, units."""
    sales: float
    """Expected sales, units."""
    leftover: float
    """Expected units left over."""
    mismatch_cost: float
    """Expected cost of stock differing from demand, money."""


def critical_ratio(underage: float, overage: float) -> float:
    """Return the optimal probability of meeting all demand."""
    require_positive("underage", underage)
    require_positive("overage", overage)
    return underage / (underage + overage)


def standard_loss(z: float) -> float:
    """Return E[(Z - z)+] for a standard normal Z."""
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return density - z * float(ndtr(-z))


def optimum(mean: float, sd: float, underage: float, overage: float) -> Stocking:
    """Return the optimal order and what it leads to.

    >>> round(optimum(mean=100.0, sd=30.0, underage=7.0, overage=3.0).order, 2)
    115.73
    """
    require_positive("sd", sd)
    z = float(ndtri(critical_ratio(underage, overage)))
    order = mean + z * sd
    lost = sd * standard_loss(z)
    sales = mean - lost
    leftover = order - sales
    return Stocking(
        z=z,
        order=order,
        lost=lost,
        sales=sales,
        leftover=leftover,
        mismatch_cost=underage * lost + overage * leftover,
    )
