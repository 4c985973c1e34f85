"""Holiday calendar: an event around each holiday."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.promotion.rule import ASSUMED, PromotionRule
from mktsim.model.seen import PromotionEvent, PromotionSeen
from mktsim.quantities import Unit
from mktsim.relations import Ref


class HolidayCalendar(PromotionRule):
    """Promote around holidays, when category demand is high (Blattberg & Neslin 1990)."""

    rule: Literal["holiday_calendar"] = "holiday_calendar"
    """Name on the table."""
    holidays: tuple[Annotated[str, Ref("holiday")], ...] = ()
    """Names of holidays to use; empty for all."""
    lead_days: Annotated[float, Ge(0), Le(60), Unit("days"), ASSUMED] = 10.0
    """Days before the holiday at which the event begins."""

    def wanted(self, seen: PromotionSeen) -> Iterable[PromotionEvent]:
        """Yield an event a holiday."""
        for holiday in sorted(seen.holidays, key=lambda h: (h.day, h.name)):
            if not self.holidays or holiday.name in self.holidays:
                yield self.event(seen, holiday.day - self.lead_days, holiday.name)
