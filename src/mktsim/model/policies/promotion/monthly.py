"""Monthly: an event each month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.promotion.rule import ASSUMED, PromotionRule, cadence
from mktsim.model.seen import PromotionEvent, PromotionSeen
from mktsim.quantities import Unit

MONTH_DAYS = 365.25 / 12


class Monthly(PromotionRule):
    """Hold a short event each month (trade practice: a monthly feature calendar; Blattberg & Neslin 1990)."""

    rule: Literal["monthly"] = "monthly"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(31), Unit("days"), ASSUMED] = 7.0
    """Length of an event."""
    offset_days: Annotated[float, Ge(0), Le(30), Unit("days"), ASSUMED] = 7.0
    """Day of the month on which it begins."""

    def wanted(self, seen: PromotionSeen) -> Iterable[PromotionEvent]:
        """Yield an event a month."""
        for day in cadence(seen, MONTH_DAYS, self.offset_days):
            yield self.event(seen, day, "monthly")
