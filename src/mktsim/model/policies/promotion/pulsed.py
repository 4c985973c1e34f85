"""Pulsed: an event every few weeks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.promotion.rule import ASSUMED, PromotionRule, cadence
from mktsim.model.seen import PromotionEvent, PromotionSeen
from mktsim.quantities import Source, Unit


class PulsedPromotion(PromotionRule):
    """Hold an event every few weeks, the hi-lo pattern (Hoch, Drèze & Purk 1994; EVIDENCE B: 10-13 weeks a year)."""

    rule: Literal["pulsed"] = "pulsed"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(91), Unit("days"), ASSUMED] = 7.0
    """Length of an event."""
    every_weeks: Annotated[float, Ge(1), Le(52), Unit("weeks"), Source("EVIDENCE B: 10-13 weeks a year")] = 4.0
    """Weeks from one beginning to the next."""
    offset_days: Annotated[float, Ge(0), Le(364), Unit("days"), ASSUMED] = 7.0
    """Day of the year on which the first begins."""

    def wanted(self, seen: PromotionSeen) -> Iterable[PromotionEvent]:
        """Yield an event a pulse."""
        for day in cadence(seen, 7.0 * self.every_weeks, self.offset_days):
            yield self.event(seen, day, "pulse")
