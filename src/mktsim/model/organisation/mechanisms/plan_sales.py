"""The monthly sales plan by region and channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.beliefs import channel_shares, demand_per_week, region_shares
from mktsim.model.organisation.mechanisms.plans import SalesPlan, Targets
from mktsim.model.organisation.mechanisms.set_targets import TARGETS
from mktsim.model.organisation.mechanisms.timing import year_of
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

SALES_PLAN = "sales_plan"


class PlanSales(Part):
    """Plan sales for the weeks that production can still serve, from forecast and targets."""

    kind: Literal["plan_sales"] = "plan_sales"
    target_weight: Annotated[float, Ge(0), Le(1), Unit("weight"), Source("assumption")] = 0.15
    """Weight of the annual target against the forecast."""

    def draft(self, office: Office, work: Work) -> SalesPlan:
        """Return units a week by region and channel."""
        owner = work.duty.owner
        day = office.now + 7.0 * (office.scenario.supply.lead_weeks + 2.0)
        units = demand_per_week(office, owner, day).value
        targets = office.item(owner, TARGETS, None)
        if isinstance(targets, Targets) and targets.year == year_of(office.calendar, day):
            quarter = (office.calendar.date_of(day).month - 1) // 3
            units += self.target_weight * (targets.by_quarter[quarter] - units)
        split = units * np.outer(region_shares(office, owner), channel_shares(office, owner))
        return SalesPlan(office.now, tuple(tuple(float(x) for x in row) for row in split))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Post the plan to sales and production."""
        if isinstance(draft, SalesPlan):
            office.put_item(work, SALES_PLAN, draft, work.duty.informs)
