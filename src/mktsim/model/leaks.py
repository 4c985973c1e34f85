"""Leaks: what a plan that became known tells a rival."""

from __future__ import annotations

from typing import NamedTuple

from mktsim.model.organisation.mechanisms.advertising.campaigns import MediaPlan
from mktsim.model.organisation.mechanisms.advertising.plan import ExpensePlan
from mktsim.model.organisation.mechanisms.pricing.set_price import PriceList
from mktsim.model.organisation.mechanisms.product.launch import LaunchPlan
from mktsim.model.organisation.mechanisms.promotion.calendar import PromotionCalendar
from mktsim.model.organisation.mechanisms.promotion.events import BookedEvent
from mktsim.model.world import WEEK_DAYS


class Leak(NamedTuple):
    """What a rival has learnt of the focal brand's next move."""

    day: float
    """Day on which it is to come."""
    depth: float = 0.0
    """Depth of the deal, share of the invoice price; zero where it is no deal."""
    price: float = 0.0
    """Recommended retail price to come, money; zero where it is no price."""
    media: bool = False
    """Whether it is advertising that is louder than before."""


def leak_of(plan: object, day: float) -> Leak | None:
    """Return what a plan that became known on `day` tells; None where nothing in it helps a rival."""
    if isinstance(plan, PriceList):
        return Leak(plan.day, price=sum(plan.prices) / len(plan.prices)) if plan.day > day else None
    if isinstance(plan, LaunchPlan):
        return Leak(day, media=True)
    events = _deals(plan)
    return _next_deal(events, day) if events else _burst(_by_week(plan), day)


def _deals(plan: object) -> list[tuple[float, float]]:
    """Return first day and depth of the promotions in a plan; none in a plan of something else."""
    if isinstance(plan, PromotionCalendar):
        return [(planned.event.first_day, planned.event.depth) for planned in plan.events]
    booked = plan if isinstance(plan, tuple) else ()
    return [(event.first_day, event.depth) for event in booked if isinstance(event, BookedEvent)]


def _by_week(plan: object) -> dict[int, float]:
    """Return the media money of a plan by week; none in a plan of something else."""
    if isinstance(plan, ExpensePlan):
        return {plan.first_week + place: money for place, money in enumerate(plan.spending_money)}
    return {booking.week: booking.money for booking in plan.bookings} if isinstance(plan, MediaPlan) else {}


def _next_deal(events: list[tuple[float, float]], day: float) -> Leak | None:
    """Return the next deal of a calendar."""
    coming = sorted(event for event in events if event[0] > day and event[1] > 0.0)
    return Leak(coming[0][0], depth=coming[0][1]) if coming else None


def _burst(weekly: dict[int, float], day: float) -> Leak | None:
    """Return the next week in which spending doubles; None where it runs evenly."""
    for week in sorted(weekly):
        before = weekly.get(week - 1)
        if week * WEEK_DAYS > day and before is not None and weekly[week] > 2.0 * before:
            return Leak(week * WEEK_DAYS, media=True)
    return None
