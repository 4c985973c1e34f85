"""Region-targeted: promote where sales are behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.promotion.rule import ASSUMED, PromotionRule, cadence
from mktsim.model.seen import PromotionEvent, PromotionSeen
from mktsim.quantities import Unit


class RegionTargeted(PromotionRule):
    """Hold events only in regions that are behind target (Kotler: regional sales promotion)."""

    rule: Literal["region_targeted"] = "region_targeted"
    """Name on the table."""
    every_weeks: Annotated[float, Ge(1), Le(52), Unit("weeks"), ASSUMED] = 6.0
    """Weeks from one beginning to the next."""
    threshold: Annotated[float, Ge(0), Le(1), Unit("share of target"), ASSUMED] = 0.05
    """Shortfall from which on a region gets an event."""
    most_regions: Annotated[int, Ge(1), Le(100), Unit("regions"), ASSUMED] = 3
    """Most regions at once, the furthest behind first."""

    def wanted(self, seen: PromotionSeen) -> Iterable[PromotionEvent]:
        """Yield events for the regions that are behind."""
        behind = [r for r, gap in enumerate(seen.region_gap) if gap > self.threshold]
        behind.sort(key=lambda r: (-seen.region_gap[r], r))
        chosen = tuple(sorted(behind[: self.most_regions]))
        if chosen:
            for day in cadence(seen, 7.0 * self.every_weeks, 7.0):
                yield replace(self.event(seen, day, "regional"), regions=chosen)
