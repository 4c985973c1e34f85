"""Response-based pricing: the best price for an estimated elasticity, and for a logit."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.inputs.rules import PricingInformation
from mktsim.model.policies.blend import clamp, is_known, weight_of
from mktsim.model.policies.pricing.rule import ASSUMED, BoundedPricingRule, shelf_cost
from mktsim.quantities import Source, Unit
from mktsim.science.theory.logit_price import LogPriceMarket, log_price_optimum


class ValueBased(BoundedPricingRule):
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

    def elasticity(self, info: PricingInformation) -> float:
        """Return the magnitude of the elasticity that the rule works with."""
        weight = weight_of(info.elasticity, self.prior_sd)
        if weight == 0.0:
            return self.prior_elasticity
        shrunk = weight * -info.elasticity.value + (1.0 - weight) * self.prior_elasticity
        return max(shrunk, self.least_elasticity)

    def target(self, info: PricingInformation) -> float:
        """Return the next price on the way to the best one, money; the price in force where cost is unknown."""
        cost = shelf_cost(info)
        if cost <= 0.0:
            return info.price
        e = self.elasticity(info)
        best = cost * e / (e - 1.0)
        if is_known(info.willingness) and info.willingness.value > 0.0:
            best = min(best, self.value_share * (info.willingness.value + info.willingness.se))
        # Half a step on the prior alone: a rule that never moved would not use what costs tell it.
        step = self.speed * clamp(weight_of(info.elasticity, self.prior_sd), 0.5, 1.0)
        return max(info.price * math.exp(step * math.log(best / info.price)), cost)


_EDGE = 1e-9
_FREE = 1e-6  # a cost this small against the price is as good as none


class OptimalLogit(BoundedPricingRule):
    """Set the price that solves p = c·e/(e−1) with e = beta (1 − share), given the elasticity at the present price.

    Exact for an exact elasticity where demand is a logit in log price and incidence does not react; for
    rivals who do the same it is a best response (Anderson, de Palma & Thisse 1992).
    """

    rule: Literal["optimal_logit"] = "optimal_logit"
    """Name on the table."""
    price_coefficient: Annotated[
        float, Gt(1), Le(10), Unit("per log price"), Source("assumption; own elasticities of about -2 (G09)")
    ] = 2.1
    """Price coefficient of the logit (beta), as in the market of the scenario."""

    def target(self, info: PricingInformation) -> float:
        """Return the best price, money; the price in force where cost or elasticity is unknown."""
        cost = shelf_cost(info)
        if cost <= 0.0 or not is_known(info.elasticity):
            return info.price
        beta = self.price_coefficient
        share = clamp(1.0 + info.elasticity.value / beta, _EDGE, 1.0 - _EDGE)
        # Money is counted in present prices, so that the power of the price cannot overflow.
        market = LogPriceMarket(beta=beta, strength=share / (1.0 - share), outside=1.0)
        return info.price * log_price_optimum(clamp(cost / info.price, _FREE, 1.0 / _FREE), market).price
