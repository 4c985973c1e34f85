"""Pricing that looks at nothing but itself: a markup on believed unit cost, or one price that is held."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Interval, Le

from mktsim.inputs.rules import PricingInformation
from mktsim.model.policies.pricing.rule import ASSUMED, PathRule, shelf_cost
from mktsim.quantities import Unit


class HoldPrice(PathRule):
    """Hold one price whatever happens: price rigidity as a policy (Blinder et al. 1998, Asking About Prices)."""

    rule: Literal["hold"] = "hold"
    """Name on the table."""
    price_money: Annotated[float, Interval(ge=0.0, le=1e12), Unit("money"), ASSUMED] = 0.0
    """Recommended retail price that is held; zero is that of the opening."""

    def target(self, info: PricingInformation) -> float:
        """Return the price that is held, money."""
        return self.price_money or info.opening_price


class CostPlus(PathRule):
    """Put a fixed markup on believed unit cost, after the channel's margin (Kotler; Nagle on its faults)."""

    rule: Literal["cost_plus"] = "cost_plus"
    """Name on the table."""
    markup: Annotated[float, Ge(-0.5), Le(20), Unit("share of cost"), ASSUMED] = 0.60
    """Markup on unit cost; 0.6 is nearly best at an elasticity of -2.6."""

    def target(self, info: PricingInformation) -> float:
        """Return cost plus markup at the shelf, money; the price in force where cost is unknown."""
        cost = shelf_cost(info)
        return cost * (1.0 + self.markup) if cost > 0.0 else info.price
