"""Base of pricing rules: cadence, bounds, and for price paths multiples by channel."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Annotated

from annotated_types import Ge, Le

from mktsim.inputs.rules import PriceDecision, PricingInformation, PricingRule
from mktsim.model.policies.blend import clamp, is_known
from mktsim.quantities import Source, Unit
from mktsim.relations import PerEach

ASSUMED = Source("assumption")
LIFE_CYCLE = Source("Kotler 1997 ch. 12; sizes assumption")
LOWEST_MULTIPLE = 0.05
"""Lowest price any rule may set, in opening prices: a stop against absurd estimates."""
HIGHEST_MULTIPLE = 20.0
"""Highest price any rule may set, in opening prices."""

LeastMarkup = Annotated[float, Ge(-0.5), Le(5), Unit("share of cost"), ASSUMED]


class BoundedPricingRule(PricingRule):
    """A pricing rule within bounds: `target` is its logic, `decide` adds the bounds."""

    review_weeks: Annotated[int, Ge(1), Le(104), Unit("weeks"), ASSUMED] = 13
    """Weeks between reviews of the price list."""

    @abstractmethod
    def target(self, info: PricingInformation) -> float:
        """Return the shelf price that the rule wants, money."""

    def decide(self, info: PricingInformation) -> PriceDecision:
        """Return the recommended retail price; between `LOWEST_MULTIPLE` and `HIGHEST_MULTIPLE` opening prices."""
        low, high = LOWEST_MULTIPLE * info.opening_price, HIGHEST_MULTIPLE * info.opening_price
        return PriceDecision(clamp(self.target(info), low, high))


class PathRule(BoundedPricingRule):
    """A pricing rule whose price does not start from the price in force, so that it may differ by channel.

    Where the next price is a step from the mean price in force, multiples would pile up from review to review.
    """

    channel_factors: Annotated[
        tuple[Annotated[float, Ge(0.01), Le(3), Unit("multiple of the price"), ASSUMED], ...], PerEach("channel")
    ] = ()
    """Multiples of the recommended retail price by channel in scenario order; empty for the same everywhere."""

    def decide(self, info: PricingInformation) -> PriceDecision:
        """Return the recommended retail price and its multiples by channel."""
        return replace(super().decide(info), channel_factors=self.channel_factors)


def shelf_cost(info: PricingInformation) -> float:
    """Return the shelf price at which the firm just earns its unit cost, money; zero where cost is unknown."""
    if not is_known(info.unit_cost) or info.unit_cost.value <= 0.0:
        return 0.0
    return info.unit_cost.value / (1.0 - min(info.margin_share, 0.95))


def above_cost(info: PricingInformation, price: float, markup: float) -> float:
    """Return a price, but no less than `markup` on unit cost at the shelf, money."""
    return max(price, shelf_cost(info) * (1.0 + markup))


def years(info: PricingInformation) -> float:
    """Return years since the opening, zero before it."""
    return max(0, info.week) / 52.0
