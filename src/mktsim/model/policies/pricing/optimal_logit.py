"""Logit-optimal price: exact where demand is a logit in log price."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Gt, Le

from mktsim.model.policies.blend import clamp, is_known
from mktsim.model.policies.pricing.rule import PricingRule, shelf_cost
from mktsim.model.seen import PricingSeen
from mktsim.quantities import Source, Unit
from mktsim.science.theory.logit_price import LogPriceMarket, log_price_optimum

_EDGE = 1e-9
_FREE = 1e-6  # a cost this small against the price is as good as none


class OptimalLogit(PricingRule):
    """Set the price that solves p = c·e/(e−1) with e = beta (1 − share), given the elasticity at the present price.

    Exact for an exact elasticity where demand is a logit in log price and incidence does not react; for
    rivals who do the same it is a best response (closed forms C14, C15; Anderson, de Palma & Thisse 1992).
    """

    rule: Literal["optimal_logit"] = "optimal_logit"
    """Name on the table."""
    price_coefficient: Annotated[
        float, Gt(1), Le(10), Unit("per log price"), Source("MARKET_PROTOTYPE.md section 3")
    ] = 2.1
    """Price coefficient of the logit (beta), as in the market of the scenario."""

    def target(self, seen: PricingSeen) -> float:
        """Return the best price, money; the price in force where cost or elasticity is unknown."""
        cost = shelf_cost(seen)
        if cost <= 0.0 or not is_known(seen.elasticity):
            return seen.price
        beta = self.price_coefficient
        share = clamp(1.0 + seen.elasticity.value / beta, _EDGE, 1.0 - _EDGE)
        # Money is counted in present prices, so that the power of the price cannot overflow.
        market = LogPriceMarket(beta=beta, strength=share / (1.0 - share), outside=1.0)
        return seen.price * log_price_optimum(clamp(cost / seen.price, _FREE, 1.0 / _FREE), market).price
