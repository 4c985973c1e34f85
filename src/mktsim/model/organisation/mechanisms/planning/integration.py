"""The integrated marketing plan: price, promotion, advertising and supply in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

INTEGRATED_PLAN = "integrated_plan"


@dataclass(frozen=True)
class IntegratedPlan:
    """The plan in which price, promotion, advertising and supply are in step."""

    last_day: float
    """Day until which it holds."""
    reach: float
    """Share of conflicts that it removes."""


class IntegratePlans(Part):
    """Bring the departments' plans together and keep them so for a while."""

    kind: Literal["integrate_plans"] = "integrate_plans"
    holds_days: Annotated[float, Ge(1), Le(730), Unit("days"), Source("assumption")] = 120.0
    """Days for which complete work keeps plans in step; poor work holds for less."""

    def draft(self, office: Office, work: Work) -> IntegratedPlan:
        """Return the plan with the day until which it holds."""
        reach = executed_share(office, work)
        return IntegratedPlan(office.now + self.holds_days * reach, reach)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Send the plan to the departments."""
        if isinstance(draft, IntegratedPlan):
            office.put_item(work, INTEGRATED_PLAN, draft, work.duty.informs)


def plans_agree(office: Office, agent: str) -> bool:
    """Tell whether the agent works to an integrated plan that still holds."""
    plan = office.item(agent, INTEGRATED_PLAN, None)
    return isinstance(plan, IntegratedPlan) and plan.last_day > office.now
