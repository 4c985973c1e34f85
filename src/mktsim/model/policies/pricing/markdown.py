"""Markdown: hold the price, then cut it step by step in decline."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.blend import is_known
from mktsim.model.policies.pricing.rule import ASSUMED, LIFE_CYCLE, PricingRule, shelf_cost
from mktsim.model.seen import PricingSeen
from mktsim.model.world import Stage
from mktsim.quantities import Unit


class Markdown(PricingRule):
    """Hold the price until decline is believed, then cut at every review, twice as deep on excess stock (Kotler)."""

    rule: Literal["markdown"] = "markdown"
    """Name on the table."""
    multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), ASSUMED] = 1.0
    """Price before decline."""
    threshold: Annotated[float, Ge(0), Le(1), Unit("probability"), ASSUMED] = 0.5
    """Probability of decline from which on prices are cut."""
    step: Annotated[float, Ge(0.001), Le(0.5), Unit("share of price"), ASSUMED] = 0.05
    """Cut at a review."""
    excess_weeks: Annotated[float, Ge(0.1), Le(104), Unit("weeks of sales"), ASSUMED] = 10.0
    """Stock from which on the cut doubles."""
    end_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 0.5
    """Lowest price."""
    least_markup: Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED] = -0.1
    """Markup on unit cost, channel margin included, under which the price never falls; negative sells stock off."""

    def target(self, seen: PricingSeen) -> float:
        """Return the held or cut price, money."""
        held = self.multiple * seen.opening_price
        if seen.stage[Stage.DECLINE] < self.threshold:
            return held
        crowded = is_known(seen.stock_weeks) and seen.stock_weeks.value > self.excess_weeks
        cut = min(seen.price, held) * (1.0 - self.step * (2.0 if crowded else 1.0))
        floor = max(self.end_multiple * seen.opening_price, shelf_cost(seen) * (1.0 + self.least_markup))
        return max(cut, min(floor, held))
