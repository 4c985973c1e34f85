"""The meeting of sales and production that agrees what is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanisms.beliefs import demand_per_week
from mktsim.model.organisation.mechanisms.plan_sales import SALES_PLAN
from mktsim.model.organisation.mechanisms.plans import ProductionPlan, PromotionBuild, SalesPlan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

PRODUCTION_PLAN = "production_plan"
PROMOTION_BUILD = "promotion_build"


class AgreeProduction(Part):
    """Bring sales plan, forecast and promotions together into the demand that production works to."""

    kind: Literal["agree_production"] = "agree_production"
    plan_weight: Annotated[float, Ge(0), Le(1), Unit("weight"), Source("assumption")] = 0.5
    """Weight of the sales plan against the own forecast when it is new."""
    plan_days: Annotated[float, Gt(0), Le(366), Unit("days"), Source("assumption")] = 45.0
    """Age beyond which a sales plan loses its weight."""

    def draft(self, office: Office, work: Work) -> ProductionPlan:
        """Return demand a week around the time when production now begun arrives."""
        owner = work.duty.owner
        day = office.now + 7.0 * (office.scenario.supply.lead_weeks + 2.0)
        own = demand_per_week(office, owner, day).value
        plan = office.item(owner, SALES_PLAN, None)
        demand = own
        if isinstance(plan, SalesPlan):
            weight = self.plan_weight * min(self.plan_days / max(office.now - plan.day, self.plan_days), 1.0)
            demand += weight * (sum(map(sum, plan.units)) - own)
        build = office.item(owner, PROMOTION_BUILD, None)
        extra = 0.0
        if isinstance(build, PromotionBuild) and office.now - build.day < self.plan_days:
            extra = build.units
        return ProductionPlan(office.now, max(demand, 0.0), extra)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Post the agreed plan."""
        if isinstance(draft, ProductionPlan):
            office.put_item(work, PRODUCTION_PLAN, draft, work.duty.informs)
