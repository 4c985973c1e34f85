"""Economic order quantity.

Source: Harris 1913.
"""

from __future__ import annotations

import math

from mktsim.science.domain import require_positive


def order_quantity(order_cost: float, demand: float, holding_cost: float) -> float:
    """Return the cheapest order size, units.

    `order_cost` in money per order, `demand` in units per year, `holding_cost` in
    money per unit and year; all above 0.
    """
    require_positive("order_cost", order_cost)
    require_positive("demand", demand)
    require_positive("holding_cost", holding_cost)
    return math.sqrt(2.0 * order_cost * demand / holding_cost)


def yearly_cost(quantity: float, order_cost: float, demand: float, holding_cost: float) -> float:
    """Return ordering plus holding cost of an order size, money per year."""
    require_positive("quantity", quantity)
    return order_cost * demand / quantity + holding_cost * quantity / 2.0
