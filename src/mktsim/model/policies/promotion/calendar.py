"""Promotion calendars: around holidays, monthly, quarterly and pulsed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.rules import PromotionEvent, PromotionInformation
from mktsim.model.policies.promotion.rule import ASSUMED, BoundedPromotionRule, cadence
from mktsim.quantities import Source, Unit
from mktsim.relations import Ref

MONTH_DAYS = 365.25 / 12
QUARTER_DAYS = 365.25 / 4


class HolidayCalendar(BoundedPromotionRule):
    """Promote around holidays, when category demand is high (Blattberg & Neslin 1990)."""

    rule: Literal["holiday_calendar"] = "holiday_calendar"
    """Name on the table."""
    holidays: tuple[Annotated[str, Ref("holiday")], ...] = ()
    """Names of holidays to use; empty for all."""
    lead_days: Annotated[float, Ge(0), Le(60), Unit("days"), ASSUMED] = 10.0
    """Days before the holiday at which the event begins."""

    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Yield an event a holiday."""
        for holiday in sorted(info.holidays, key=lambda h: (h.day, h.name)):
            if not self.holidays or holiday.name in self.holidays:
                yield self.event(info, holiday.day - self.lead_days, holiday.name)


class Monthly(BoundedPromotionRule):
    """Hold a short event each month (trade practice: a monthly feature calendar; Blattberg & Neslin 1990)."""

    rule: Literal["monthly"] = "monthly"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(31), Unit("days"), ASSUMED] = 7.0
    """Length of an event."""
    offset_days: Annotated[float, Ge(0), Le(30), Unit("days"), ASSUMED] = 7.0
    """Day of the month on which it begins."""

    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Yield an event a month."""
        for day in cadence(info, MONTH_DAYS, self.offset_days):
            yield self.event(info, day, "monthly")


class Quarterly(BoundedPromotionRule):
    """Hold a longer event each quarter (Blattberg & Neslin 1990)."""

    rule: Literal["quarterly"] = "quarterly"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(91), Unit("days"), ASSUMED] = 21.0
    """Length of an event."""
    offset_days: Annotated[float, Ge(0), Le(90), Unit("days"), ASSUMED] = 35.0
    """Day of the quarter on which it begins."""

    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Yield an event a quarter."""
        for day in cadence(info, QUARTER_DAYS, self.offset_days):
            yield self.event(info, day, "quarterly")


class PulsedPromotion(BoundedPromotionRule):
    """Hold an event every few weeks, the hi-lo pattern (Hoch, Drèze & Purk 1994; usual are 10-13 weeks a year)."""

    rule: Literal["pulsed"] = "pulsed"
    """Name on the table."""
    days: Annotated[float, Ge(1), Le(91), Unit("days"), ASSUMED] = 7.0
    """Length of an event."""
    every_weeks: Annotated[float, Ge(1), Le(52), Unit("weeks"), Source("assumption: 10-13 weeks a year")] = 4.0
    """Weeks from one beginning to the next."""
    offset_days: Annotated[float, Ge(0), Le(364), Unit("days"), ASSUMED] = 7.0
    """Day of the year on which the first begins."""

    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Yield an event a pulse."""
        for day in cadence(info, 7.0 * self.every_weeks, self.offset_days):
            yield self.event(info, day, "pulse")
