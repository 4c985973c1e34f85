"""Promotional items: designed, produced and brought to the outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.plans import ItemOrders, PlannedEvent, PromotionCalendar
from mktsim.model.organisation.mechanisms.promotions import (
    CALENDAR,
    ITEMS,
    WITH_ITEMS,
    expected_units,
    item_orders,
)
from mktsim.model.seen import Mechanic
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class OrderItems(Part):
    """Order the items of coming promotions in time."""

    kind: Literal["order_items"] = "order_items"
    lead_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 21.0
    """From the order to items in the outlets."""

    def draft(self, office: Office, work: Work) -> tuple[PlannedEvent, ...]:
        """Return coming events that need items and have none ordered."""
        calendar = office.item(work.duty.owner, CALENDAR, None)
        if not isinstance(calendar, PromotionCalendar):
            return ()
        ordered = {event for event, _ in item_orders(office, work.duty.owner)}
        return tuple(
            planned
            for planned in calendar.events
            if planned.id not in ordered
            and not WITH_ITEMS.isdisjoint(planned.event.mechanics)
            and planned.event.first_day + planned.event.days > office.now
        )

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Pay the items and note when they arrive; poor work arrives later."""
        if not isinstance(draft, tuple) or not draft:
            return
        owner = work.duty.owner
        lead = self.lead_days * (2.0 - executed_share(office, work)) if office.execution.late else 0.0
        orders = [*item_orders(office, owner)]
        for planned in draft:
            gift = Mechanic.GIFT in planned.event.mechanics
            units = expected_units(office, owner, planned.event) if gift else 0.0
            cost = min(
                units * office.scenario.money.gift_money, max(office.ledger.available(BudgetLine.PROMOTION), 0.0)
            )
            office.ledger.book(office.now, Activity.ITEMS, owner, -cost)
            orders.append((planned.id, office.now + lead))
        office.put_item(work, ITEMS, ItemOrders(tuple(orders)), work.duty.informs)
