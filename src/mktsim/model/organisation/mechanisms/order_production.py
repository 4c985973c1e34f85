"""Production orders from the agreed plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mktsim.model.organisation.mechanisms.agree_production import PRODUCTION_PLAN
from mktsim.model.organisation.mechanisms.beliefs import demand_per_week
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

    def draft(self, office: Office, work: Work) -> ProductionOrder:
        """Return lead time, review and safety cover of the agreed demand, and units for promotions."""
        plan = office.item(work.duty.owner, PRODUCTION_PLAN, None)
        supply = office.scenario.supply
        if isinstance(plan, ProductionPlan):
            demand, build = plan.units_per_week, plan.build_units
        else:
            demand, build = demand_per_week(office, work.duty.owner, office.now).value, 0.0
        cover = supply.lead_weeks + 1.0 + supply.safety_weeks
        return ProductionOrder(office.now, max(demand, 0.0) * cover + build, demand)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Send the order to production and publish what a unit costs there."""
        if not isinstance(draft, ProductionOrder):
            return
        office.put_item(work, PRODUCTION_ORDER, draft, work.duty.informs)
        cost = Estimate(office.desk.unit_cost(), 0.01 * office.desk.unit_cost(), office.now, office.now)
        office.announce(work, "cost.unit", cost)
        office.note("production_demand", draft.units_per_week)
