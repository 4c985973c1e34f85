"""Stage-based: a price for each stage of the life cycle."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.blend import stage_mean
from mktsim.model.policies.pricing.rule import ASSUMED, LIFE_CYCLE, PathRule, shelf_cost
from mktsim.model.seen import PricingSeen
from mktsim.quantities import Unit

Multiple = Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE]


class StageBased(PathRule):
    """Follow the life-cycle table: the mean of the stages' prices over the perceived probabilities (Kotler 1997)."""

    rule: Literal["stage_based"] = "stage_based"
    """Name on the table."""
    multiples: tuple[Multiple, Multiple, Multiple, Multiple] = (1.0, 0.8, 0.65, 0.55)
    """Price in introduction, growth, maturity and decline."""
    least_markup: Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED] = 0.05
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, seen: PricingSeen) -> float:
        """Return the price for the perceived stage, money."""
        path = stage_mean(seen.stage, self.multiples) * seen.opening_price
        return max(path, shelf_cost(seen) * (1.0 + self.least_markup))
