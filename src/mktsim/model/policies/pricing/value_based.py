"""Value-based: the best price for the estimated response."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.policies.blend import clamp, is_known, weight_of
from mktsim.model.policies.pricing.rule import ASSUMED, PricingRule, shelf_cost
from mktsim.model.seen import PricingSeen
from mktsim.quantities import Source, Unit


class ValueBased(PricingRule):
    """Move towards the profit-best price c·e/(e−1) for the estimated elasticity, less far the less is known.

    The estimate is shrunk to a prior by precision, the step is shortened by the same weight, and the
    price stays below what the median household would pay (Nagle, Hogan & Zale; Dorfman & Steiner 1954).
    """

    rule: Literal["value_based"] = "value_based"
    """Name on the table."""
    speed: Annotated[float, Ge(0.001), Le(1), Unit("share of the gap"), ASSUMED] = 0.5
    """Share of the (log) gap to the best price closed at a review when the elasticity is known exactly."""
    prior_elasticity: Annotated[
        float, Gt(1), Le(10), Unit("magnitude"), Source("Bijmolt, van Heerde & Pieters 2005, JMR 42:141")
    ] = 2.6
    """Magnitude of the own-price elasticity where nothing is known."""
    prior_sd: Annotated[
        float, Ge(0.001), Le(5), Unit("magnitude"), Source("Bijmolt et al. 2005; spread assumption")
    ] = 0.8
    """Spread of elasticities between brands."""
    least_elasticity: Annotated[float, Gt(1), Le(5), Unit("magnitude"), ASSUMED] = 1.15
    """Estimates nearer to one than this are not believed."""
    value_share: Annotated[float, Ge(0.001), Le(100), Unit("median reservation prices"), ASSUMED] = 1.0
    """Ceiling of the price in believed median reservation prices (plus one standard error)."""

    def elasticity(self, seen: PricingSeen) -> float:
        """Return the magnitude of the elasticity that the rule works with."""
        weight = weight_of(seen.elasticity, self.prior_sd)
        if weight == 0.0:
            return self.prior_elasticity
        shrunk = weight * -seen.elasticity.value + (1.0 - weight) * self.prior_elasticity
        return max(shrunk, self.least_elasticity)

    def target(self, seen: PricingSeen) -> float:
        """Return the next price on the way to the best one, money; the price in force where cost is unknown."""
        cost = shelf_cost(seen)
        if cost <= 0.0:
            return seen.price
        e = self.elasticity(seen)
        best = cost * e / (e - 1.0)
        if is_known(seen.willingness) and seen.willingness.value > 0.0:
            best = min(best, self.value_share * (seen.willingness.value + seen.willingness.se))
        # Half a step on the prior alone: a rule that never moved would not use what costs tell it.
        step = self.speed * clamp(weight_of(seen.elasticity, self.prior_sd), 0.5, 1.0)
        return max(seen.price * math.exp(step * math.log(best / seen.price)), cost)
