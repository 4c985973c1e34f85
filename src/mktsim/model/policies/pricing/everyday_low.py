"""Everyday low price: one low price, few promotions."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.pricing.rule import ASSUMED, PathRule, shelf_cost
from mktsim.model.seen import PricingSeen
from mktsim.quantities import Source, Unit


class EverydayLow(PathRule):
    """List below the usual level and hold it (Hoch, Drèze & Purk 1994)."""

    rule: Literal["everyday_low"] = "everyday_low"
    """Name on the table."""
    cut: Annotated[float, Ge(0), Le(0.8), Unit("share of opening price"), Source("Hoch, Drèze & Purk 1994")] = 0.10
    """List price below the opening price."""
    least_markup: Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED] = 0.0
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, seen: PricingSeen) -> float:
        """Return the low list price, money."""
        return max(seen.opening_price * (1.0 - self.cut), shelf_cost(seen) * (1.0 + self.least_markup))
