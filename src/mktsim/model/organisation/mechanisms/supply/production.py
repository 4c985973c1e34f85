"""Sales and operations planning: the sales plan, demand agreed with production, production orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.beliefs import channel_shares, demand_per_week, region_shares
from mktsim.model.organisation.mechanisms.planning.targets import TARGETS
from mktsim.model.organisation.mechanisms.timing import year_of
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import Estimate
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class SalesPlan:
    """Units a week that sales and production are to work to."""

    day: float
    units: tuple[tuple[float, ...], ...]
    """By region and channel."""


SALES_PLAN = Plan("sales_plan", SalesPlan)


@dataclass(frozen=True)
class ProductionPlan:
    """Production plan that production and sales agreed on."""

    day: float
    units_per_week: float
    """Demand to supply in the weeks that production now affects."""
    build_units: float
    """Units wanted in addition, for promotions."""


PRODUCTION_PLAN = Plan("production_plan", ProductionPlan)


@dataclass(frozen=True)
class ProductionOrder:
    """The level that production orders up to every week."""

    day: float
    level_units: float
    """Warehouse stock plus work in progress less members' open orders."""
    units_per_week: float
    """Demand it was made for."""


PRODUCTION_ORDER = Plan("production_order", ProductionOrder)


@dataclass(frozen=True)
class PromotionBuild:
    """Units that coming promotions take beyond normal sales."""

    day: float
    units: float


PROMOTION_BUILD = Plan("promotion_build", PromotionBuild)


class PlanSales(Part, Mechanism[SalesPlan]):
    """Plan sales for the weeks that production can still serve, from forecast and targets."""

    kind: Literal["plan_sales"] = "plan_sales"
    target_weight: Annotated[
        float, Ge(0), Le(1), Unit("weight"), Source("Tversky & Kahneman 1974, Science 185:1124; size assumption")
    ] = 0.15
    """Weight of the annual target against the forecast: the plan is an anchor for those who judge."""

    def draft(self, office: Office, work: Work) -> SalesPlan:
        """Return units a week by region and channel."""
        owner = work.duty.owner
        day = office.now + 7.0 * (office.scenario.supply.lead_weeks + 2.0)
        units = demand_per_week(office, owner, day).value
        targets = office.plan(owner, TARGETS)
        if targets and targets.year == year_of(office.calendar, day):
            quarter = (office.calendar.date_of(day).month - 1) // 3
            units += self.target_weight * office.judges * (targets.by_quarter[quarter] - units)
        split = units * np.outer(region_shares(office, owner), channel_shares(office, owner))
        return SalesPlan(office.now, tuple(tuple(float(x) for x in row) for row in split))

    def apply(self, office: Office, work: Work, draft: SalesPlan) -> None:
        """Post the plan to sales and production."""
        office.put_plan(work, SALES_PLAN, draft, work.duty.informs)


class AgreeProduction(Part, Mechanism[ProductionPlan]):
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
        plan = office.plan(owner, SALES_PLAN)
        demand = own
        if plan:
            weight = self.plan_weight * min(self.plan_days / max(office.now - plan.day, self.plan_days), 1.0)
            demand += weight * (sum(map(sum, plan.units)) - own)
        build = office.plan(owner, PROMOTION_BUILD)
        extra = 0.0
        if build and office.now - build.day < self.plan_days:
            extra = build.units
        return ProductionPlan(office.now, max(demand, 0.0), extra)

    def apply(self, office: Office, work: Work, draft: ProductionPlan) -> None:
        """Post the agreed plan."""
        office.put_plan(work, PRODUCTION_PLAN, draft, work.duty.informs)


class OrderProduction(Part, Mechanism[ProductionOrder]):
    """Turn the agreed demand into the level that production orders up to every week (base stock)."""

    kind: Literal["order_production"] = "order_production"

    def draft(self, office: Office, work: Work) -> ProductionOrder | None:
        """Return lead time, review and safety cover of the agreed demand, and units for promotions.

        Without an agreed plan there is nothing to order by: production goes on as it does.
        """
        plan = office.plan(work.duty.owner, PRODUCTION_PLAN)
        if plan is None:
            return None
        supply = office.scenario.supply
        cover = supply.lead_weeks + 1.0 + supply.safety_weeks
        demand = max(plan.units_per_week, 0.0)
        return ProductionOrder(office.now, demand * cover + plan.build_units, demand)

    def apply(self, office: Office, work: Work, draft: ProductionOrder) -> None:
        """Send the order to production and publish what a unit costs there."""
        office.put_plan(work, PRODUCTION_ORDER, draft, work.duty.informs)
        cost = Estimate(office.desk.unit_cost(), 0.01 * office.desk.unit_cost(), office.now, office.now)
        office.announce(work, "cost.unit", cost)
