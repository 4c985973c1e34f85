"""Integration of plans: promotions, prices and supply put on one calendar, and clashes on it settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.planning.integration import INTEGRATED_PLAN, IntegratedPlan
from mktsim.model.organisation.mechanisms.pricing.set_price import CLASH_DAYS, PRICE_LIST
from mktsim.model.organisation.mechanisms.promotion.calendar import CALENDAR
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class IntegratePlans(Part, Mechanism[IntegratedPlan]):
    """Bring the departments' plans onto one calendar, which later changes of price are held against for a while."""

    kind: Literal["integrate_plans"] = "integrate_plans"
    holds_days: Annotated[float, Ge(1), Le(730), Unit("days"), Source("assumption")] = 120.0
    """Days for which complete work keeps plans in step; poor work holds for less."""
    shared: tuple[str, ...] = ("forecast.units", "forecast.growth", "rival.price", "insight.elasticity")
    """Topics on which planning tells the departments what they have come to think together."""

    def draft(self, office: Office, work: Work) -> IntegratedPlan:
        """Return the plan with the dates that planning knows and the day until which it holds."""
        reach = executed_share(office, work)
        calendar = office.plan(work.owner, CALENDAR)
        coming = (planned.event.first_day for planned in calendar.events) if calendar else ()
        days = tuple(sorted({day for day in coming if day > office.now - CLASH_DAYS}))
        return IntegratedPlan(office.now + self.holds_days * reach, reach, days)

    def apply(self, office: Office, work: Work, draft: IntegratedPlan) -> None:
        """Send the plan with what planning makes of all that it was told; log lists that meet a promotion already."""
        listed = office.plan(work.owner, PRICE_LIST)
        if listed is not None:
            for day in draft.promotions:
                if listed.day > office.now and abs(listed.day - day) < CLASH_DAYS:
                    office.log("clash", work, f"list of day {listed.day:.0f} meets promotion of day {day:.0f}")
        office.put_plan(work, INTEGRATED_PLAN, draft, work.duty.informs)
        office.tell(work, self.shared)
