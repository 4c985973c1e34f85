"""Stage-weighted: near-optimal spending by margin, response, carry-over and growth potential."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.policies.advertising.rule import ASSUMED, AdvertisingRule, even_spending
from mktsim.model.policies.blend import clamp, is_known, stage_mean, weight_of
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import Source, Unit

Growth = Annotated[
    float, Ge(0), Le(20), Unit("multiple"), Source("Fischer et al. 2011, Mktg Sci 30:568; sizes assumption")
]


class StageWeighted(AdvertisingRule):
    """Spend sales × response / price response × decay / (discount + decay) × growth potential of the stage.

    The allocation heuristic of Fischer et al. 2011 (Marketing Science 30:568) for one product, on the optimum
    of Dorfman & Steiner 1954 with the carry-over of Nerlove & Arrow 1962; early stages get more (G41).
    """

    rule: Literal["stage_weighted"] = "stage_weighted"
    """Name on the table."""
    growth: tuple[Growth, Growth, Growth, Growth] = (3.0, 1.8, 1.0, 0.4)
    """Growth-potential multiples in introduction, growth, maturity and decline."""
    price_elasticity: Annotated[
        float, Gt(1), Le(10), Unit("magnitude"), Source("Bijmolt, van Heerde & Pieters 2005, JMR 42:141")
    ] = 2.6
    """Price elasticity that stands for the inverse margin (Dorfman-Steiner)."""
    prior_response: Annotated[
        float, Ge(0), Le(1), Unit("elasticity"), Source("Sethuraman, Tellis & Briesch 2011, JMR 48:457")
    ] = 0.24
    """Long-run elasticity of advertising where nothing is known."""
    prior_sd: Annotated[
        float, Ge(0.001), Le(1), Unit("elasticity"), Source("Sethuraman et al. 2011; spread assumption")
    ] = 0.10
    """Spread of that elasticity between brands."""
    decay_per_year: Annotated[
        float, Ge(0.001), Le(50), Unit("1/year"), Source("Leone 1995, Mktg Sci 14:G141; 0.925 a week")
    ] = 4.05
    """Decay of the advertising stock."""
    discount_per_year: Annotated[float, Ge(0), Le(1), Unit("1/year"), ASSUMED] = 0.10
    """Discount rate."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return equal weeks of the near-optimal sum; even spending where sales are unknown."""
        if not is_known(seen.sales_money):
            return even_spending(seen)
        weight = weight_of(seen.response, self.prior_sd)
        response = self.prior_response
        if weight > 0.0:
            response = clamp(weight * seen.response.value + (1.0 - weight) * response, 0.0, 0.9)
        carried = self.decay_per_year / (self.decay_per_year + self.discount_per_year)
        ratio = response / self.price_elasticity * carried * stage_mean(seen.stage, self.growth)
        return (ratio * max(seen.sales_money.value, 0.0),) * seen.weeks
