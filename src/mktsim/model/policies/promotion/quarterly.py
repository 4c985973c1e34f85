"""Quarterly: an event each quarter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.promotion.rule import ASSUMED, PromotionRule, cadence
from mktsim.model.seen import PromotionEvent, PromotionSeen
from mktsim.quantities import Unit

QUARTER_DAYS = 365.25 / 4


class Quarterly(PromotionRule):
    """Hold a longer event each quarter (Blattberg & Neslin 1990)."""

    rule: Literal["quarterly"] = "quarterly"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(91), Unit("days"), ASSUMED] = 21.0
    """Length of an event."""
    offset_days: Annotated[float, Ge(0), Le(90), Unit("days"), ASSUMED] = 35.0
    """Day of the quarter on which it begins."""

    def wanted(self, seen: PromotionSeen) -> Iterable[PromotionEvent]:
        """Yield an event a quarter."""
        for day in cadence(seen, QUARTER_DAYS, self.offset_days):
            yield self.event(seen, day, "quarterly")
