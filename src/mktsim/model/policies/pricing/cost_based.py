"""Cost-based pricing: a fixed markup on unit cost."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.rules import PricingInformation
from mktsim.model.policies.pricing.rule import ASSUMED, PathRule, shelf_cost
from mktsim.quantities import Unit


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
