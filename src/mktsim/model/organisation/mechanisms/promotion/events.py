"""Promotion events as they are booked and run: what is in force on a day, and in which outlets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.rules import Mechanic
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.planning.corrections import CORRECTION
from mktsim.model.organisation.mechanisms.promotion.calendar import PRICE_CUTS
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office

IMPROVISED_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), Source("assumption")] = 0.4
"""Outlets that help themselves when no items have come."""
PROMOTION_LEVERS = (Lever.DEAL, Lever.DEAL_COVER, Lever.FEATURE, Lever.DISPLAY, Lever.GIFT)
WITH_ITEMS = frozenset({Mechanic.GIFT, Mechanic.DISPLAY, Mechanic.FEATURE})


@dataclass(frozen=True)
class BookedEvent:
    """A promotion as organised: where it starts when, and in what share of outlets."""

    id: str
    first_day: float
    """First day as planned."""
    starts: tuple[float, ...]
    """First day by region."""
    last_day: float
    """Day after the last."""
    depth: float
    shares: tuple[float, ...]
    """Share of outlets that execute it, by region; zero where it does not run."""
    mechanics: tuple[Mechanic, ...]
    committed_money: float = 0.0
    """Promotion money committed for it."""
    multiples: tuple[tuple[float, ...], ...] = ()
    """Depth by region and channel in multiples of `depth`; empty for the same everywhere. Zero leaves it out there."""
    agreed: tuple[float, ...] = ()
    """Share of outlets that was agreed and can be paid, by region; empty where nobody noted it."""

    @property
    def short(self) -> bool:
        """Whether fewer outlets run it somewhere than was agreed."""
        return any(share < agreed - 1e-9 for share, agreed in zip(self.shares, self.agreed, strict=False))

    def reminded(self, joins: float) -> tuple[float, ...]:
        """Return the share of outlets by region once the share `joins` of those that are missing has joined in."""
        pairs = zip(self.shares, self.agreed or self.shares, strict=True)
        return tuple(share + joins * max(agreed - share, 0.0) if share > 0.0 else 0.0 for share, agreed in pairs)


BOOKED = Plan("promotions_booked", tuple[BookedEvent, ...])


@dataclass(frozen=True)
class ItemOrders:
    """Promotional items ordered."""

    arrivals: tuple[tuple[str, float, float], ...]
    """Event, day of arrival in outlets, and share of the gifts asked for that could be paid."""


ITEMS = Plan("work_order", ItemOrders)


def booked_events(office: Office, agent: str) -> tuple[BookedEvent, ...]:
    """Return the promotions booked that the agent knows of, those that have just ended among them."""
    return office.plan(agent, BOOKED) or ()


def put_in_force(office: Office, agent: str, booked: tuple[BookedEvent, ...]) -> None:
    """Set the promotion levers to what the booked events make of today; the deepest deal counts."""
    shape = (office.sizes.regions, office.sizes.channels)
    values = {lever: np.zeros(shape) for lever in PROMOTION_LEVERS}
    correction = office.plan_in_force(agent, CORRECTION)
    for planned in booked:
        event = planned
        if correction is not None and event.id in correction.promotions:
            event = replace(event, shares=event.reminded(correction.reminded))
        items = item_share(office, agent, event), gift_share(office, agent, event)
        for region, start in enumerate(event.starts):
            if start <= office.now + 1e-9 and office.now < event.last_day - 1e-9:
                _add(values, event, region, items)
    for lever, value in values.items():
        if not np.array_equal(value, office.levers.in_force(lever)):
            office.levers.put(lever, office.now, value)


def _add(values: dict[Lever, NDArray[np.float64]], event: BookedEvent, region: int, items: tuple[float, float]) -> None:
    share: Any = event.shares[region]
    deal = event.depth * share
    if event.multiples:
        here = np.array(event.multiples[region])
        deal, share = deal * here, share * (here > 0.0)
    with_items, gifts = share * items[0], items[1]
    for lever, level, runs in (
        (Lever.DEAL, deal, not PRICE_CUTS.isdisjoint(event.mechanics)),
        (Lever.DEAL_COVER, share, not PRICE_CUTS.isdisjoint(event.mechanics)),
        (Lever.FEATURE, with_items, Mechanic.FEATURE in event.mechanics),
        (Lever.DISPLAY, with_items, Mechanic.DISPLAY in event.mechanics),
        (Lever.GIFT, share * gifts, Mechanic.GIFT in event.mechanics),
    ):
        if runs:
            values[lever][region] = np.maximum(values[lever][region], level)


def item_orders(office: Office, agent: str) -> tuple[tuple[str, float, float], ...]:
    """Return (event, day of arrival, share of gifts paid) of the items that the agent has ordered."""
    held = office.plan(agent, ITEMS)
    return held.arrivals if held else ()


def item_share(office: Office, agent: str, event: BookedEvent) -> float:
    """Return the share of an event's outlets and days that have their items."""
    if WITH_ITEMS.isdisjoint(event.mechanics):
        return 1.0
    for name, arrival, _ in item_orders(office, agent):
        if name == event.id:
            late = max(arrival - event.first_day, 0.0) / max(event.last_day - event.first_day, 1e-9)
            return max(1.0 - late, IMPROVISED_SHARE)
    return IMPROVISED_SHARE if office.execution.unexecuted else 1.0


def gift_share(office: Office, agent: str, event: BookedEvent) -> float:
    """Return the share of an event's gifts that are there: ordered, paid and arrived; gifts cannot be improvised."""
    for name, arrival, paid in item_orders(office, agent):
        if name == event.id:
            late = max(arrival - event.first_day, 0.0) / max(event.last_day - event.first_day, 1e-9)
            return paid * max(1.0 - late, 0.0)
    return 0.0
