"""Advertising timing: even, pulsed and weighted by life-cycle stage."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.inputs.rules import AdvertisingInformation
from mktsim.model.policies.advertising.rule import ASSUMED, BoundedAdvertisingRule, even_spending
from mktsim.model.policies.blend import clamp, is_known, stage_mean, weight_of
from mktsim.quantities import Source, Unit


class Even(BoundedAdvertisingRule):
    """Spend the budget evenly over the window (best under concave response: Sasieni 1971; G18)."""

    rule: Literal["even"] = "even"
    """Name on the table."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return equal weeks."""
        return even_spending(info)


class PulsedAdvertising(BoundedAdvertisingRule):
    """Spend the budget in bursts with pauses between (Mahajan & Muller 1986; Naik, Mantrala & Sawyer 1998; G18)."""

    rule: Literal["pulsed"] = "pulsed"
    """Name on the table."""
    on_weeks: Annotated[int, Ge(1), Le(52), Unit("weeks"), Source("Naik, Mantrala & Sawyer 1998; Mesak 1992")] = 4
    """Weeks of a burst."""
    off_weeks: Annotated[int, Ge(0), Le(52), Unit("weeks"), Source("Naik, Mantrala & Sawyer 1998; Mesak 1992")] = 4
    """Weeks of a pause."""
    offset_weeks: Annotated[int, Ge(0), Le(104), Unit("weeks"), ASSUMED] = 0
    """Week since the opening in which the first burst begins."""

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return the window's budget spread over its burst weeks; nothing in a window without one."""
        cycle = self.on_weeks + self.off_weeks
        on = [(info.week + w - self.offset_weeks) % cycle < self.on_weeks for w in range(info.weeks)]
        each = max(info.budget_money, 0.0) / max(sum(on), 1)
        return tuple(each if burst else 0.0 for burst in on)


Growth = Annotated[
    float, Ge(0), Le(20), Unit("multiple"), Source("Fischer et al. 2011, Mktg Sci 30:568; sizes assumption")
]


class StageWeighted(BoundedAdvertisingRule):
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

    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return equal weeks of the near-optimal sum; even spending where sales are unknown."""
        if not is_known(info.sales_money):
            return even_spending(info)
        weight = weight_of(info.response, self.prior_sd)
        response = self.prior_response
        if weight > 0.0:
            response = clamp(weight * info.response.value + (1.0 - weight) * response, 0.0, 0.9)
        carried = self.decay_per_year / (self.decay_per_year + self.discount_per_year)
        ratio = response / self.price_elasticity * carried * stage_mean(info.stage, self.growth)
        return (ratio * max(info.sales_money.value, 0.0),) * info.weeks
