"""Skimming: open high, come down slowly."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.pricing.rule import ASSUMED, LIFE_CYCLE, PathRule, shelf_cost, years
from mktsim.model.seen import PricingSeen
from mktsim.quantities import Source, Unit


class Skimming(PathRule):
    """Open at a high price and lower it year by year, never below a markup on cost (Dean 1950; Nagle)."""

    rule: Literal["skimming"] = "skimming"
    """Name on the table."""
    start_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 1.0
    """First price."""
    fall_per_year: Annotated[float, Ge(0), Le(0.9), Unit("share per year"), Source("Dean 1950; size assumption")] = 0.10
    """Fall of the price each year."""
    end_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 0.55
    """Lowest price of the descent."""
    least_markup: Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED] = 0.15
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, seen: PricingSeen) -> float:
        """Return the price on the descent, money."""
        falling = self.start_multiple * math.pow(1.0 - self.fall_per_year, years(seen))
        path = max(falling, min(self.start_multiple, self.end_multiple)) * seen.opening_price
        return max(path, shelf_cost(seen) * (1.0 + self.least_markup))
