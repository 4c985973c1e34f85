"""Life-cycle pricing: skimming, penetration, prices by stage, markdown in decline, and a path really charged."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge, Le, MinLen

from mktsim.inputs.rules import PricingInformation, Stage
from mktsim.model.policies.blend import is_known, stage_mean
from mktsim.model.policies.pricing.rule import (
    ASSUMED,
    LIFE_CYCLE,
    BoundedPricingRule,
    LeastMarkup,
    PathRule,
    above_cost,
    years,
)
from mktsim.quantities import PRICE, Source, Unit
from mktsim.relations import Rising


class Skimming(PathRule):
    """Open at a high price and lower it year by year, never below a markup on cost (Dean 1950; Nagle)."""

    rule: Literal["skimming"] = "skimming"
    """Name on the table."""
    start_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 1.0
    """First price."""
    fall_per_year: Annotated[float, Ge(0), Le(0.9), Unit("share per year"), Source("Dean 1950; size assumption")] = 0.10
    """Fall of the price each year."""
    end_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 0.55
    """Lowest price of the descent."""
    least_markup: LeastMarkup = 0.15
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, info: PricingInformation) -> float:
        """Return the price on the descent, money."""
        return above_cost(info, _descent(self, info), self.least_markup)


class Penetration(PathRule):
    """Open low and stay low, with a slow fall, bounded by a (possibly negative) markup on cost (Dean 1950)."""

    rule: Literal["penetration"] = "penetration"
    """Name on the table."""
    start_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 0.75
    """First price."""
    fall_per_year: Annotated[float, Ge(0), Le(0.9), Unit("share per year"), Source("Dean 1950; size assumption")] = 0.05
    """Fall of the price each year."""
    end_multiple: Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE] = 0.5
    """Lowest price of the descent."""
    least_markup: LeastMarkup = 0.0
    """Markup on unit cost, channel margin included, under which the price never falls; negative buys users."""

    def target(self, info: PricingInformation) -> float:
        """Return the low price of the week, money."""
        return above_cost(info, _descent(self, info), self.least_markup)


def _descent(rule: Skimming | Penetration, info: PricingInformation) -> float:
    """Return the price of the week on a descent by a share each year to a lowest multiple, money."""
    falling = rule.start_multiple * math.pow(1.0 - rule.fall_per_year, years(info))
    return max(falling, min(rule.start_multiple, rule.end_multiple)) * info.opening_price


Multiple = Annotated[float, Ge(0.01), Le(3), Unit("opening prices"), LIFE_CYCLE]


class StageBased(PathRule):
    """Follow the life-cycle table: the mean of the stages' prices over the perceived probabilities (Kotler 1997)."""

    rule: Literal["stage_based"] = "stage_based"
    """Name on the table."""
    multiples: tuple[Multiple, Multiple, Multiple, Multiple] = (1.0, 0.8, 0.65, 0.55)
    """Price in introduction, growth, maturity and decline."""
    least_markup: LeastMarkup = 0.05
    """Markup on unit cost, channel margin included, under which the price never falls."""

    def target(self, info: PricingInformation) -> float:
        """Return the price for the perceived stage, money."""
        path = stage_mean(info.stage, self.multiples) * info.opening_price
        return above_cost(info, path, self.least_markup)


class Markdown(BoundedPricingRule):
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
    least_markup: LeastMarkup = -0.1
    """Markup on unit cost, channel margin included, under which the price never falls; negative sells stock off."""

    def target(self, info: PricingInformation) -> float:
        """Return the held or cut price, money."""
        held = self.multiple * info.opening_price
        if info.stage[Stage.DECLINE] < self.threshold:
            return held
        crowded = is_known(info.stock_weeks) and info.stock_weeks.value > self.excess_weeks
        cut = min(info.price, held) * (1.0 - self.step * (2.0 if crowded else 1.0))
        floor = above_cost(info, self.end_multiple * info.opening_price, self.least_markup)
        return max(cut, min(floor, held))


GIVEN = Source("given by the policy")
Point = tuple[Annotated[int, Ge(-520), Le(2600), Unit("week"), GIVEN], Annotated[float, PRICE, Unit("money"), GIVEN]]


class HistoricalPrice(PathRule):
    """Follow a given path, straight lines between its points, level before the first and after the last."""

    rule: Literal["historical"] = "historical"
    """Name on the table."""
    points: Annotated[tuple[Point, ...], MinLen(1), Rising()]
    """Week since the opening and shelf price, in order of weeks."""
    source: str = ""
    """Where the path was published."""

    def target(self, info: PricingInformation) -> float:
        """Return the price of the path in this week, money."""
        weeks = [week for week, _ in self.points]
        prices = [price for _, price in self.points]
        return float(np.interp(info.week, weeks, prices))
