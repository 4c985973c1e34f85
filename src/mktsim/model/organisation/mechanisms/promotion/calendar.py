"""Promotion calendar: planned by the promotion rule, carried on in weak regions, with its expected sales and cost."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.inputs.rules import HolidayDate, Mechanic, PromotionEvent, PromotionInformation
from mktsim.kept import kept
from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.directions import PROMOTION_CHANGES, intent_of, pass_on
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.beliefs import belief, demand_per_week, mean_price, unit_margin
from mktsim.model.organisation.mechanisms.knowledge.rival_file import RIVAL_CALENDAR, RivalDeal, met
from mktsim.model.organisation.mechanisms.planning.budget import window_money
from mktsim.model.organisation.mechanisms.planning.targets import region_gap
from mktsim.model.organisation.mechanisms.timing import Window, planning_window, year_of, year_window
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.calendar import Calendar
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

REGIONAL = "regional"
"""Name of an event that a region's weakness asked for."""
PRICE_CUTS = frozenset({Mechanic.PRICE_OFF, Mechanic.COUPON})


@dataclass(frozen=True)
class PlannedEvent:
    """A promotion in the calendar."""

    id: str
    """Name that work, random numbers and items refer to."""
    event: PromotionEvent


@dataclass(frozen=True)
class PromotionCalendar:
    """Promotions planned for a window of days, in order of date."""

    first_day: float
    last_day: float
    events: tuple[PlannedEvent, ...]


CALENDAR = Plan("promotion_calendar", PromotionCalendar)


class PlanPromotions(Part, Mechanism[PromotionCalendar]):
    """Plan the dated promotions of a year, quarter, month and its holidays."""

    kind: Literal["plan_promotions"] = "plan_promotions"
    most_moved_days: Annotated[float, Ge(0), Le(60), Unit("days"), Source("assumption")] = 14.0
    """Days by which a promotion that is tied to no holiday is moved out of the way of rivals' expected deals."""

    def draft(self, office: Office, work: Work) -> PromotionCalendar:
        """Return the rule's events for the window that the work plans."""
        window = planning_window(office, work)
        decision = intent_of(office, work).policy.promotion.decide(
            promotion_information(office, work.duty.owner, window)
        )
        events = tuple(
            PlannedEvent(f"{event.first_day:.0f}.{index}", moved)
            for index, (event, moved) in enumerate(
                zip(decision.events, self._apart(office, work.owner, decision.events, window), strict=True)
            )
        )
        return PromotionCalendar(window.first, window.last, events)

    def _apart(
        self, office: Office, owner: str, events: tuple[PromotionEvent, ...], window: Window
    ) -> list[PromotionEvent]:
        """Return events by whole weeks out of the way of rivals' expected deals, in the same order and apart."""
        known = office.plan(owner, RIVAL_CALENDAR)
        held = {holiday.name for holiday in _holidays(office.calendar)}
        moved: list[PromotionEvent] = []
        for place, event in enumerate(events):
            first = moved[-1].first_day + moved[-1].days if moved else window.first
            last = events[place + 1].first_day if place + 1 < len(events) else window.last
            free = known is not None and event.name not in held and not event.regions
            moved.append(self._moved(event, known.deals, (first, last)) if known and free else event)
        return moved

    def _moved(self, event: PromotionEvent, deals: tuple[RivalDeal, ...], room: tuple[float, float]) -> PromotionEvent:
        """Return the event on the day, within the room there is, on which it meets least; the nearest among equals."""
        weeks = int(self.most_moved_days // WEEK_DAYS)
        days = [event.first_day + WEEK_DAYS * step for step in range(-weeks, weeks + 1)]
        fits = [day for day in days if room[0] <= day and day + event.days <= room[1]] or [event.first_day]
        best = min(fits, key=lambda day: (round(met(deals, day, event.days), 9), abs(day - event.first_day), day))
        return event if best == event.first_day else replace(event, first_day=best)

    def apply(self, office: Office, work: Work, draft: PromotionCalendar) -> None:
        """Post the calendar; what an older one plans before it stays."""
        owner = work.duty.owner
        calendar = _joined(office.plan(owner, CALENDAR), draft, office.now)
        topic = "response.promotion"
        depth = max((planned.event.depth for planned in draft.events), default=0.0)
        office.decided(work, Lever.DEAL, topic, office.believe(owner, topic), depth)
        pass_on(office, work, PROMOTION_CHANGES, "promotion")
        office.put_plan(work, CALENDAR, calendar, work.duty.informs)
        office.note("promotions_planned", float(len(draft.events)))


def _joined(old: PromotionCalendar | None, new: PromotionCalendar, now: float) -> PromotionCalendar:
    """Return the new calendar with the old one's events that are still to come and lie outside its window."""
    if old is None:
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


def promotion_information(office: Office, agent: str, window: Window) -> PromotionInformation:
    """Return what the agent can tell a promotion rule about a window."""
    year = year_window(office.calendar, year_of(office.calendar, window.first))
    return PromotionInformation(
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
        offered_share=on_offer(office),
    )


@kept
def _holidays(calendar: Calendar) -> tuple[HolidayDate, ...]:
    """Return all holidays in order of day."""
    seen = (HolidayDate(holiday.name, float(calendar.day_of(holiday.day))) for holiday in calendar.holidays)
    return tuple(sorted(seen, key=lambda holiday: holiday.day))


@dataclass(frozen=True)
class RegionalReport:
    """How regions stand, and what is proposed for the weakest."""

    day: float
    gaps: tuple[float, ...]
    """Shortfall of each region's share of sales against target."""
    proposal: PlannedEvent | None
    """A promotion for the region furthest behind; None when no region is far behind."""


REGIONAL_REPORT = Plan("regional_report", RegionalReport)


class ProposeRegions(Part, Mechanism[RegionalReport]):
    """Propose that the region furthest behind target goes on with the next promotion for some days more."""

    kind: Literal["propose_regions"] = "propose_regions"
    threshold: Annotated[float, Ge(0), Le(1), Unit("share of target"), Source("assumption")] = 0.04
    """Shortfall of a region's share of sales from which on it gets a proposal."""
    further_days: Annotated[float, Gt(0), Le(90), Unit("days"), Source("assumption")] = 7.0
    """Days by which the promotion goes on in that region."""
    ahead_days: Annotated[float, Ge(7), Le(180), Unit("days"), Source("assumption")] = 30.0
    """Notice that the region needs."""

    def draft(self, office: Office, work: Work) -> RegionalReport:
        """Return how regions stand with the proposal."""
        gaps = region_gap(office, work.duty.owner)
        return RegionalReport(office.now, gaps, self._proposal(office, work.duty.owner, gaps))

    def apply(self, office: Office, work: Work, draft: RegionalReport) -> None:
        """Hand the report to those who organise promotions."""
        office.put_plan(work, REGIONAL_REPORT, draft, work.duty.informs)

    def _proposal(self, office: Office, owner: str, gaps: tuple[float, ...]) -> PlannedEvent | None:
        """Return the next promotion carried on in the weakest region; None without need or promotion."""
        worst = max(range(len(gaps)), key=lambda region: (gaps[region], -region))
        calendar = office.plan(owner, CALENDAR)
        if gaps[worst] <= self.threshold or calendar is None:
            return None
        notice = office.now + (self.ahead_days if office.execution.late else 0.0)
        coming = (p for p in calendar.events if p.event.first_day >= notice and not p.event.regions)
        base = next(coming, None)
        if base is None:
            return None
        event = replace(
            base.event,
            first_day=base.event.first_day + base.event.days,
            days=self.further_days,
            regions=(worst,),
            name=REGIONAL,
        )
        return PlannedEvent(f"{base.id}.{REGIONAL}", event)


def proposed(office: Office, agent: str) -> tuple[PlannedEvent, ...]:
    """Return the promotion that a region's weakness asks for and that is not over, as the agent has it."""
    report = office.plan(agent, REGIONAL_REPORT)
    planned = report.proposal if report else None
    if planned is None or planned.event.first_day + planned.event.days <= office.now:
        return ()
    return (planned,)


def expected_multiple(office: Office, agent: str, event: PromotionEvent) -> float:
    """Return the multiple of weekly units that the agent expects of an event."""
    response = office.believe(agent, "response.promotion").value
    return math.exp(min(max(response * event.depth, 0.0), 3.0))


def expected_units(office: Office, agent: str, event: PromotionEvent) -> float:
    """Return the units that the agent expects to sell in an event, over its regions."""
    weekly = demand_per_week(office, agent, event.first_day + event.days / 2).value
    regions = office.sizes.regions
    share = len(event.regions) / regions if event.regions else 1.0
    return weekly * share * event.days / 7.0 * expected_multiple(office, agent, event)


def on_offer(office: Office) -> float:
    """Return the most of the units that a deal or gift is for: all, or new subscribers among those who look."""
    return office.scenario.market.repeat.looking_share


def expected_discount(office: Office, agent: str, event: PromotionEvent) -> float:
    """Return the money that an event's discount is expected to cost, on all units that it is for."""
    if PRICE_CUTS.isdisjoint(event.mechanics):
        return 0.0
    return expected_units(office, agent, event) * event.depth * mean_price(office, agent) * on_offer(office)
