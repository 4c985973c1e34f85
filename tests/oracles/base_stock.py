"""Order-up-to replenishment with periodic review under normal demand.

Demand per period has `mean` and `sd` (units, independent over periods), orders arrive
`lead_time` periods after the review (at least 0); the level protects the lead time
plus one review period.

Source: Silver, Pyke & Thomas 2017, ch. 7.
"""

from __future__ import annotations

import math

from scipy.special import ndtri

from mktsim.science.domain import (
    require_inside_unit,
    require_non_negative,
    require_positive,
)
from mktsim.science.theory.newsvendor import standard_loss


def safety_factor(service: float) -> float:
    """Return z for a probability `service` of no stock-out in a cycle."""
    require_inside_unit("service", service)
    return float(ndtri(service))


def safety_stock(sd: float, lead_time: float, z: float) -> float:
    """Return z sd sqrt(lead_time + 1), units."""
    require_positive("sd", sd)
    require_non_negative("lead_time", lead_time)
    return z * sd * math.sqrt(lead_time + 1.0)


def order_up_to(mean: float, sd: float, lead_time: float, z: float) -> float:
    """Return the order-up-to level, units."""
    return mean * (lead_time + 1.0) + safety_stock(sd, lead_time, z)


def fill_rate(mean: float, sd: float, lead_time: float, z: float) -> float:
    """Return the share of demand met from stock.

    One less the expected shortage of a review period over its mean demand; the
    shortage at the start of the period is neglected, as is usual at high service.
    """
    require_positive("mean", mean)
    require_positive("sd", sd)
    require_non_negative("lead_time", lead_time)
    shortage = sd * math.sqrt(lead_time + 1.0) * standard_loss(z)
    return 1.0 - shortage / mean
