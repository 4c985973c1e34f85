"""The promotion calendar, by the policy's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from mktsim.kept import kept
from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.beliefs import belief, mean_price, region_shares, unit_margin
from mktsim.model.organisation.mechanisms.plans import PlannedEvent, PromotionCalendar, Targets
from mktsim.model.organisation.mechanisms.promotions import CALENDAR
from mktsim.model.organisation.mechanisms.set_targets import TARGETS
from mktsim.model.organisation.mechanisms.spending import window_money
from mktsim.model.organisation.mechanisms.timing import Window, planning_window, year_of, year_window
from mktsim.model.seen import HolidaySeen, PromotionSeen
from mktsim.quantities import Part

if TYPE_CHECKING:
    from mktsim.calendar import Calendar
    from mktsim.model.organisation.mechanisms.rules import PromotionRule
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class PlanPromotions(Part):
    """Plan the dated promotions of a year, quarter, month and its holidays."""

    kind: Literal["plan_promotions"] = "plan_promotions"

    def draft(self, office: Office, work: Work) -> PromotionCalendar:
        """Return the rule's events for the window that the work plans."""
        window = planning_window(office, work)
        rule = cast("PromotionRule", office.policy.promotion)
        decision = rule.decide(promotion_seen(office, work.duty.owner, window))
        events = tuple(
            PlannedEvent(f"{event.first_day:.0f}.{index}", event) for index, event in enumerate(decision.events)
        )
        return PromotionCalendar(window.first, window.last, events)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Post the calendar; what an older one plans before it stays."""
        if not isinstance(draft, PromotionCalendar):
            return
        owner = work.duty.owner
        calendar = _joined(office.item(owner, CALENDAR, None), draft, office.now)
        topic = "response.promotion"
        depth = max((planned.event.depth for planned in draft.events), default=0.0)
        office.decided(work, Lever.DEAL, topic, office.believe(owner, topic), depth)
        office.put_item(work, CALENDAR, calendar, work.duty.informs)
        office.note("promotions_planned", float(len(draft.events)))


def _joined(old: object, new: PromotionCalendar, now: float) -> PromotionCalendar:
    """Return the new calendar with the old one's events that are still to come and lie outside its window."""
    if not isinstance(old, PromotionCalendar):
        return new
    kept = tuple(
        planned
        for planned in old.events
        if not new.first_day <= planned.event.first_day < new.last_day
        and planned.event.first_day + planned.event.days > now
    )
    events = sorted((*kept, *new.events), key=lambda planned: planned.event.first_day)
    first = min(max(old.first_day, now), new.first_day)
    return PromotionCalendar(first, max(old.last_day, new.last_day), tuple(events))


def promotion_seen(office: Office, agent: str, window: Window) -> PromotionSeen:
    """Return what the agent can tell a promotion rule about a window."""
    year = year_window(office.calendar, year_of(office.calendar, window.first))
    return PromotionSeen(
        first_day=window.first,
        days=window.days,
        year_start_day=year.first,
        holidays=tuple(h for h in _holidays(office.calendar) if window.first <= h.day < window.last),
        funds_money=window_money(office, agent, BudgetLine.PROMOTION, window),
        price=mean_price(office, agent),
        unit_margin=unit_margin(office, agent),
        forecast=belief(office, agent, "forecast.units"),
        lift=belief(office, agent, "response.promotion"),
        stock_weeks=belief(office, agent, "stock.weeks"),
        region_gap=region_gap(office, agent),
        stage=office.stage(agent),
    )


@kept
def _holidays(calendar: Calendar) -> tuple[HolidaySeen, ...]:
    """Return all holidays in order of day."""
    seen = (HolidaySeen(holiday.name, float(calendar.day_of(holiday.day))) for holiday in calendar.holidays)
    return tuple(sorted(seen, key=lambda holiday: holiday.day))


def region_gap(office: Office, agent: str) -> tuple[float, ...]:
    """Return believed shortfall of each region's share of sales against its target share; zero without targets."""
    targets = office.item(agent, TARGETS, None)
    if not isinstance(targets, Targets):
        return (0.0,) * office.sizes.regions
    actual = region_shares(office, agent)
    return tuple(
        float(1.0 - share / wanted) if wanted > 0.0 else 0.0
        for share, wanted in zip(actual, targets.by_region, strict=True)
    )
