"""The integrated marketing plan: price, promotion, advertising and supply in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class IntegratedPlan:
    """The plan in which price, promotion, advertising and supply are in step."""

    last_day: float
    """Day until which it holds."""
    reach: float
    """Share of conflicts that it removes."""


INTEGRATED_PLAN = Plan("integrated_plan", IntegratedPlan)


class IntegratePlans(Part, Mechanism[IntegratedPlan]):
    """Bring the departments' plans together and keep them so for a while."""

    kind: Literal["integrate_plans"] = "integrate_plans"
    holds_days: Annotated[float, Ge(1), Le(730), Unit("days"), Source("assumption")] = 120.0
    """Days for which complete work keeps plans in step; poor work holds for less."""
    shared: tuple[str, ...] = ("forecast.units", "forecast.growth", "rival.price", "insight.elasticity")
    """Topics on which planning tells the departments what they have come to think together."""

    def draft(self, office: Office, work: Work) -> IntegratedPlan:
        """Return the plan with the day until which it holds."""
        reach = executed_share(office, work)
        return IntegratedPlan(office.now + self.holds_days * reach, reach)

    def apply(self, office: Office, work: Work, draft: IntegratedPlan) -> None:
        """Send the plan to the departments, with what planning has made of all that it was told."""
        office.put_plan(work, INTEGRATED_PLAN, draft, work.duty.informs)
        office.tell(work, self.shared)


def plans_agree(office: Office, agent: str) -> bool:
    """Tell whether the agent works to an integrated plan that still holds."""
    return office.plan_in_force(agent, INTEGRATED_PLAN) is not None
