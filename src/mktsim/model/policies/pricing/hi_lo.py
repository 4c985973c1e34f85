"""Hi-lo: a high list price, with the lows left to the promotion rule."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.pricing.rule import ASSUMED, PathRule, shelf_cost
from mktsim.model.seen import PricingSeen
from mktsim.quantities import Source, Unit


class HiLo(PathRule):
    """List above the everyday level and let frequent promotions make the lows (Hoch, Drèze & Purk 1994)."""

    rule: Literal["hi_lo"] = "hi_lo"
    """Name on the table."""
    premium: Annotated[float, Ge(0), Le(1), Unit("share of opening price"), Source("Hoch, Drèze & Purk 1994")] = 0.10
    """List price above the opening price."""
    least_markup: Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED] = 0.0
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, seen: PricingSeen) -> float:
        """Return the high list price, money."""
        return max(seen.opening_price * (1.0 + self.premium), shelf_cost(seen) * (1.0 + self.least_markup))
