"""Promotions as they are booked and run: what is in force on a day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.beliefs import demand_per_week, mean_price
from mktsim.model.seen import Mechanic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.mechanisms.plans import BookedEvent
    from mktsim.model.organisation.office import Office
    from mktsim.model.seen import PromotionEvent

CALENDAR = "promotion_calendar"
BOOKED = "promotions_booked"
PRICE_CUTS = frozenset({Mechanic.PRICE_OFF, Mechanic.COUPON})
WITH_ITEMS = frozenset({Mechanic.GIFT, Mechanic.DISPLAY})


def put_in_force(office: Office, booked: tuple[BookedEvent, ...]) -> None:
    """Set the four promotion levers to what the booked events make of today; the deepest deal counts."""
    shape = (office.sizes.regions, office.sizes.channels)
    values = {lever: np.zeros(shape) for lever in (Lever.DEAL, Lever.FEATURE, Lever.DISPLAY, Lever.GIFT)}
    for event in booked:
        for region, start in enumerate(event.starts):
            if start <= office.now + 1e-9 and office.now < event.last_day - 1e-9:
                _add(values, event, region)
    for lever, value in values.items():
        if not np.array_equal(value, office.levers.in_force(lever)):
            office.levers.put(lever, office.now, value)


def _add(values: dict[Lever, NDArray[np.float64]], event: BookedEvent, region: int) -> None:
    share = event.shares[region]
    with_items = share * event.item_share
    for lever, level, runs in (
        (Lever.DEAL, event.depth * share, not PRICE_CUTS.isdisjoint(event.mechanics)),
        (Lever.FEATURE, share, Mechanic.FEATURE in event.mechanics),
        (Lever.DISPLAY, with_items, Mechanic.DISPLAY in event.mechanics),
        (Lever.GIFT, with_items, Mechanic.GIFT in event.mechanics),
    ):
        if runs:
            values[lever][region] = np.maximum(values[lever][region], level)


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


def expected_discount(office: Office, agent: str, event: PromotionEvent) -> float:
    """Return the money that an event's discount is expected to cost, on all units sold meanwhile."""
    if PRICE_CUTS.isdisjoint(event.mechanics):
        return 0.0
    return expected_units(office, agent, event) * event.depth * mean_price(office, agent)
