"""Competitive index: a fixed relation to rivals' prices."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.blend import clamp, is_known, weight_of
from mktsim.model.policies.pricing.rule import ASSUMED, PricingRule, shelf_cost
from mktsim.model.seen import Belief, PricingSeen
from mktsim.quantities import Source, Unit


class CompetitiveIndex(PricingRule):
    """Keep the price at an index of rivals' mean price, adjusted for perceived quality (Kotler: going rate)."""

    rule: Literal["competitive_index"] = "competitive_index"
    """Name on the table."""
    index: Annotated[float, Ge(0.01), Le(5), Unit("rivals' mean price"), Source("Kotler; going rate")] = 1.0
    """Price relative to rivals at equal quality."""
    quality_premium: Annotated[float, Ge(0), Le(3), Unit("log price per utility"), ASSUMED] = 0.0
    """Premium for perceived quality above rivals."""
    usual_spread: Annotated[float, Ge(0.001), Le(1), Unit("sd of log"), ASSUMED] = 0.15
    """Spread of rivals' prices against which the standard error is weighed; a vague report moves the price less."""
    least_markup: Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED] = 0.0
    """Markup on unit cost, channel margin included, under which rivals are not followed."""

    def target(self, seen: PricingSeen) -> float:
        """Return the indexed price, money; the price in force without known rivals."""
        rival = seen.rival_price
        if not is_known(rival) or rival.value <= 0.0:
            return max(seen.price, shelf_cost(seen) * (1.0 + self.least_markup))
        quality = clamp(seen.quality.value, -3.0, 3.0) if is_known(seen.quality) else 0.0
        wanted = self.index * rival.value * math.exp(self.quality_premium * quality)
        weight = weight_of(Belief(0.0, rival.se / rival.value), self.usual_spread)
        moved = seen.price * math.pow(wanted / seen.price, weight)
        return max(moved, shelf_cost(seen) * (1.0 + self.least_markup))
