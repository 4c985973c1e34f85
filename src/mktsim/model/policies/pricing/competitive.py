"""Competitive pricing: an index of rivals, and positions above or below the usual price (hi-lo, everyday low)."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.rules import Belief, PricingInformation
from mktsim.model.policies.blend import clamp, is_known, weight_of
from mktsim.model.policies.pricing.rule import ASSUMED, BoundedPricingRule, LeastMarkup, PathRule, above_cost
from mktsim.quantities import Source, Unit


class CompetitiveIndex(BoundedPricingRule):
    """Keep the price at an index of rivals' mean price, adjusted for perceived quality (Kotler: going rate)."""

    rule: Literal["competitive_index"] = "competitive_index"
    """Name on the table."""
    index: Annotated[float, Ge(0.01), Le(5), Unit("rivals' mean price"), Source("Kotler; going rate")] = 1.0
    """Price relative to rivals at equal quality."""
    quality_premium: Annotated[float, Ge(0), Le(3), Unit("log price per utility"), ASSUMED] = 0.0
    """Premium for perceived quality above rivals."""
    usual_spread: Annotated[float, Ge(0.001), Le(1), Unit("sd of log"), ASSUMED] = 0.15
    """Spread of rivals' prices against which the standard error is weighed; a vague report moves the price less."""
    least_markup: LeastMarkup = 0.0
    """Markup on unit cost, channel margin included, under which rivals are not followed."""

    def target(self, info: PricingInformation) -> float:
        """Return the indexed price, money; the price in force without known rivals."""
        rival = info.rival_price
        if not is_known(rival) or rival.value <= 0.0:
            return above_cost(info, info.price, self.least_markup)
        quality = clamp(info.quality.value, -3.0, 3.0) if is_known(info.quality) else 0.0
        wanted = self.index * rival.value * math.exp(self.quality_premium * quality)
        weight = weight_of(Belief(0.0, rival.se / rival.value), self.usual_spread)
        moved = info.price * math.pow(wanted / info.price, weight)
        return above_cost(info, moved, self.least_markup)


class HiLo(PathRule):
    """List above the everyday level and let frequent promotions make the lows (Hoch, Drèze & Purk 1994)."""

    rule: Literal["hi_lo"] = "hi_lo"
    """Name on the table."""
    premium: Annotated[float, Ge(0), Le(1), Unit("share of opening price"), Source("Hoch, Drèze & Purk 1994")] = 0.10
    """Recommended retail price above the opening price."""
    least_markup: LeastMarkup = 0.0
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, info: PricingInformation) -> float:
        """Return the high recommended retail price, money."""
        return above_cost(info, info.opening_price * (1.0 + self.premium), self.least_markup)


class EverydayLow(PathRule):
    """List below the usual level and hold it (Hoch, Drèze & Purk 1994)."""

    rule: Literal["everyday_low"] = "everyday_low"
    """Name on the table."""
    cut: Annotated[float, Ge(0), Le(0.8), Unit("share of opening price"), Source("Hoch, Drèze & Purk 1994")] = 0.10
    """Recommended retail price below the opening price."""
    least_markup: LeastMarkup = 0.0
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, info: PricingInformation) -> float:
        """Return the low recommended retail price, money."""
        return above_cost(info, info.opening_price * (1.0 - self.cut), self.least_markup)
