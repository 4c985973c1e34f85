"""Stock-clearing: promote only to sell excess stock."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.blend import clamp, is_known
from mktsim.model.policies.promotion.rule import ASSUMED, PromotionRule
from mktsim.model.seen import PromotionEvent, PromotionSeen
from mktsim.quantities import Unit


class StockClearing(PromotionRule):
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

    def wanted(self, seen: PromotionSeen) -> Iterable[PromotionEvent]:
        """Yield one event when there is excess stock."""
        stock = seen.stock_weeks
        if not is_known(stock) or stock.value - self.caution * stock.se <= self.normal_weeks:
            return
        event = self.event(seen, seen.first_day + self.lead_days, "clearance")
        weeks = self.days / 7.0
        needed = math.log(1.0 + (stock.value - self.normal_weeks) / weeks)
        slope = seen.lift.value if is_known(seen.lift) and seen.lift.value > 0.0 else needed / max(self.depth, 1e-9)
        depth = clamp(needed / max(slope, 1e-9), min(self.least_depth, event.depth), event.depth)
        yield replace(event, depth=depth)
