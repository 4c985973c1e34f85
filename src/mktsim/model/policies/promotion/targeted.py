"""Targeted promotion: against excess stock, and in regions behind target."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.rules import PromotionEvent, PromotionInformation
from mktsim.model.policies.blend import clamp, is_known
from mktsim.model.policies.promotion.rule import ASSUMED, BoundedPromotionRule, cadence
from mktsim.quantities import Unit


class StockClearing(BoundedPromotionRule):
    """Hold one event when stock is believed too high, as deep as it takes to sell the excess (Kotler)."""

    rule: Literal["stock_clearing"] = "stock_clearing"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(91), Unit("days"), ASSUMED] = 28.0
    """Length of the event."""
    normal_weeks: Annotated[float, Ge(0.1), Le(104), Unit("weeks of sales"), ASSUMED] = 8.0
    """Stock that is not excess."""
    lead_days: Annotated[float, Ge(0), Le(60), Unit("days"), ASSUMED] = 14.0
    """Days from the window's start at which the event begins."""
    caution: Annotated[float, Ge(0), Le(3), Unit("standard errors"), ASSUMED] = 1.0
    """Standard errors by which believed stock has to exceed the normal."""

    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Yield one event when there is excess stock."""
        stock = info.stock_weeks
        if not is_known(stock) or stock.value - self.caution * stock.se <= self.normal_weeks:
            return
        event = self.event(info, info.first_day + self.lead_days, "clearance")
        weeks = self.days / 7.0
        needed = math.log(1.0 + (stock.value - self.normal_weeks) / weeks)
        slope = info.lift.value if is_known(info.lift) and info.lift.value > 0.0 else needed / max(self.depth, 1e-9)
        depth = clamp(needed / max(slope, 1e-9), min(self.least_depth, event.depth), event.depth)
        yield replace(event, depth=depth)


class RegionTargeted(BoundedPromotionRule):
    """Hold events only in regions that are behind target (Kotler: regional sales promotion)."""

    rule: Literal["region_targeted"] = "region_targeted"
    """Name on the table."""
    every_weeks: Annotated[float, Ge(1), Le(52), Unit("weeks"), ASSUMED] = 6.0
    """Weeks from one beginning to the next."""
    threshold: Annotated[float, Ge(0), Le(1), Unit("share of target"), ASSUMED] = 0.05
    """Shortfall from which on a region gets an event."""
    most_regions: Annotated[int, Ge(1), Le(100), Unit("regions"), ASSUMED] = 3
    """Most regions at once, the furthest behind first."""

    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Yield events for the regions that are behind."""
        behind = [r for r, gap in enumerate(info.region_gap) if gap > self.threshold]
        behind.sort(key=lambda r: (-info.region_gap[r], r))
        chosen = tuple(sorted(behind[: self.most_regions]))
        if chosen:
            for day in cadence(info, 7.0 * self.every_weeks, 7.0):
                yield replace(self.event(info, day, "regional"), regions=chosen)
