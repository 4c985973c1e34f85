"""Logistics: shipments prepared, and the stock of the whole channel counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.knowledge.beliefs import demand_per_week
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import Estimate
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class Dispatch:
    """How the next shipments travel."""

    last_day: float
    """Day after which it no longer holds."""
    delay_factor: float
    """Multiple of the channels' transit time."""


DISPATCH = Plan("dispatch", Dispatch)


class ShipGoods(Part, Mechanism[Dispatch]):
    """Prepare the coming shipments: carriers, loads and routes, so that they take no longer than they must."""

    kind: Literal["ship_goods"] = "ship_goods"
    slack: Annotated[float, Ge(0), Le(5), Unit("share of transit time"), Source("assumption")] = 0.5
    """Delay of the part of a shipment that was not well prepared."""
    holds_days: Annotated[float, Ge(1), Le(60), Unit("days"), Source("assumption")] = 12.0
    """Days for which the preparation holds."""
    count_error: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption")] = 0.05
    """Standard error of a stock count relative to the stock."""

    def draft(self, office: Office, work: Work) -> Dispatch:
        """Return how the next shipments travel."""
        unprepared = 1.0 - executed_share(office, work)
        return Dispatch(office.now + self.holds_days, 1.0 + self.slack * unprepared)

    def apply(self, office: Office, work: Work, draft: Dispatch) -> None:
        """Hand the preparation to logistics and publish the stock counted meanwhile."""
        office.put_plan(work, DISPATCH, draft, work.duty.informs)
        desk = office.desk
        units = desk.warehouse_units() + float(desk.channel_units().sum())
        demand = max(demand_per_week(office, work.duty.owner, office.now).value, 1e-9)
        weeks = min(units / demand, 520.0)
        count = Estimate(weeks, self.count_error * max(weeks, 0.1), office.now, office.now)
        office.announce(work, "stock.weeks", count)
