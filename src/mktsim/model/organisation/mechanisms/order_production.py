"""Production orders from the agreed plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mktsim.model.organisation.mechanisms.agree_production import PRODUCTION_PLAN
from mktsim.model.organisation.mechanisms.plans import ProductionOrder, ProductionPlan
from mktsim.model.world import Estimate
from mktsim.quantities import Part

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

PRODUCTION_ORDER = "production_order"


class OrderProduction(Part):
    """Turn the agreed demand into the level that production orders up to every week (base stock)."""

    kind: Literal["order_production"] = "order_production"

    def draft(self, office: Office, work: Work) -> ProductionOrder | None:
        """Return lead time, review and safety cover of the agreed demand, and units for promotions.

        Without an agreed plan there is nothing to order by: production goes on as it does.
        """
        plan = office.item(work.duty.owner, PRODUCTION_PLAN, None)
        if not isinstance(plan, ProductionPlan):
            return None
        supply = office.scenario.supply
        cover = supply.lead_weeks + 1.0 + supply.safety_weeks
        demand = max(plan.units_per_week, 0.0)
        return ProductionOrder(office.now, demand * cover + plan.build_units, demand)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Send the order to production and publish what a unit costs there."""
        if not isinstance(draft, ProductionOrder):
            return
        office.put_item(work, PRODUCTION_ORDER, draft, work.duty.informs)
        cost = Estimate(office.desk.unit_cost(), 0.01 * office.desk.unit_cost(), office.now, office.now)
        office.announce(work, "cost.unit", cost)
