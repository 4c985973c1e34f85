"""Support of promotions: stock in the channels, production for them, promotional items."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.rules import Mechanic
from mktsim.model.ledger import BudgetLine
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_by_region, executed_share
from mktsim.model.organisation.mechanisms.knowledge.beliefs import channel_shares, demand_per_week, region_shares
from mktsim.model.organisation.mechanisms.planning.integration import plans_agree
from mktsim.model.organisation.mechanisms.promotion.calendar import (
    CALENDAR,
    PlannedEvent,
    expected_multiple,
    expected_units,
    on_offer,
)
from mktsim.model.organisation.mechanisms.promotion.events import ITEMS, WITH_ITEMS, ItemOrders, item_orders
from mktsim.model.organisation.mechanisms.supply.production import PROMOTION_BUILD, SALES_PLAN, PromotionBuild
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.rules import PromotionEvent
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

SUPPORTED = Plan("promotions_supported", tuple[str, ...])


@dataclass(frozen=True)
class Support:
    """Stock asked of members for one promotion."""

    id: str
    day: float
    """Day on which members are asked."""
    units: tuple[tuple[float, ...], ...]
    """By region and channel."""


class SupportPromotions(Part, Mechanism[tuple[Support, ...]]):
    """Have members stock up before a promotion and production build for it."""

    kind: Literal["support_promotions"] = "support_promotions"
    ahead_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 18.0
    """Days before a promotion on which members are asked to stock up."""
    unannounced_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 3.0
    """The same when no integrated plan brings promotion and supply together."""
    horizon_days: Annotated[float, Ge(7), Le(366), Unit("days"), Source("assumption")] = 60.0
    """Promotions that start within these days are prepared."""

    def draft(self, office: Office, work: Work) -> tuple[Support, ...]:
        """Return the stock for coming promotions that have none yet."""
        owner = work.duty.owner
        calendar = office.plan(owner, CALENDAR)
        if calendar is None:
            return ()
        done = _done(office, owner)
        ready = self.ahead_days if plans_agree(office, owner) else self.unannounced_days
        shares = executed_by_region(office, work)
        return tuple(
            Support(
                planned.id,
                max(planned.event.first_day - ready, office.now),
                _rows(_extra_units(office, owner, planned.event) * shares[:, None]),
            )
            for planned in calendar.events
            if planned.id not in done
            and planned.event.first_day < office.now + self.horizon_days
            and planned.event.first_day + planned.event.days > office.now
        )

    def apply(self, office: Office, work: Work, draft: tuple[Support, ...]) -> None:
        """Ask members on the day and tell production how much to build."""
        if not draft:
            return
        done = _done(office, work.duty.owner)
        for support in draft:
            office.at(support.day, partial(office.desk.preorder, np.array(support.units)))
        build = sum(sum(map(sum, support.units)) for support in draft)
        office.put_plan(work, SUPPORTED, (*done, *(support.id for support in draft)), ())
        office.put_plan(work, PROMOTION_BUILD, PromotionBuild(office.now, build), work.duty.informs)


def _done(office: Office, agent: str) -> tuple[str, ...]:
    return office.plan(agent, SUPPORTED) or ()


def _extra_units(office: Office, agent: str, event: PromotionEvent) -> NDArray[np.float64]:
    """Return units beyond normal sales that an event is expected to sell, shape (R, C)."""
    plan = office.plan(agent, SALES_PLAN)
    if plan:
        weekly = np.array(plan.units)
    else:
        demand = demand_per_week(office, agent, event.first_day).value
        weekly = demand * np.outer(region_shares(office, agent), channel_shares(office, agent))
    if event.regions:
        weekly = weekly * np.isin(np.arange(len(weekly)), event.regions)[:, None]
    return weekly * (expected_multiple(office, agent, event) - 1.0) * event.days / 7.0


def _rows(units: NDArray[np.float64]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(x) for x in row) for row in units)


class OrderItems(Part, Mechanism[tuple[PlannedEvent, ...]]):
    """Order the items of coming promotions in time."""

    kind: Literal["order_items"] = "order_items"
    lead_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 21.0
    """From the order to items in the outlets."""

    def draft(self, office: Office, work: Work) -> tuple[PlannedEvent, ...]:
        """Return coming events that need items and have none ordered."""
        calendar = office.plan(work.duty.owner, CALENDAR)
        if calendar is None:
            return ()
        ordered = {event for event, _, _ in item_orders(office, work.duty.owner)}
        return tuple(
            planned
            for planned in calendar.events
            if planned.id not in ordered
            and not WITH_ITEMS.isdisjoint(planned.event.mechanics)
            and planned.event.first_day + planned.event.days > office.now
        )

    def apply(self, office: Office, work: Work, draft: tuple[PlannedEvent, ...]) -> None:
        """Commit money for the items and note when they arrive; poor work arrives later.

        Gifts are booked as they are handed out; where the promotion line cannot pay them all, fewer are ordered.
        """
        if not draft:
            return
        owner = work.duty.owner
        lead = self.lead_days * (2.0 - executed_share(office, work)) if office.execution.late else 0.0
        orders = [*item_orders(office, owner)]
        for planned in draft:
            gift = Mechanic.GIFT in planned.event.mechanics
            units = expected_units(office, owner, planned.event) if gift else 0.0
            asked = units * office.scenario.money.gift_money * on_offer(office)
            cost = min(asked, max(office.ledger.available(BudgetLine.PROMOTION), 0.0))
            office.ledger.commit(BudgetLine.PROMOTION, cost)
            orders.append((planned.id, office.now + lead, cost / asked if asked > 0.0 else 1.0))
        office.put_plan(work, ITEMS, ItemOrders(tuple(orders)), work.duty.informs)
