"""Features of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.ledger import Activity
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

PRODUCT_PLAN = "product_plan"


class PlanProduct(Part):
    """Choose features where perceived quality is believed to lag, and have them developed."""

    kind: Literal["plan_product"] = "plan_product"
    lead_over_rivals: Annotated[float, Ge(-1), Le(1), Unit("utility"), Source("assumption")] = 0.15
    """Perceived quality above rivals' that the plan aims at."""
    closed_share: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption")] = 0.3
    """Share of the believed gap that one plan closes."""
    largest_step: Annotated[float, Ge(0), Le(1), Unit("utility"), Source("assumption")] = 0.06
    """Most that one plan adds."""
    development_days: Annotated[float, Ge(0), Le(720), Unit("days"), Source("assumption")] = 150.0
    """From the plan to the improved product on the shelf."""
    surveys_per_step: Annotated[float, Ge(0), Le(50), Unit("standard surveys"), Source("assumption")] = 4.0
    """Cost of developing the largest step, in consumer surveys of standard size."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the utility to be added; nothing where the product is believed to lead."""
        estimate = office.believe(work.duty.owner, "insight.quality")
        gap = max(self.lead_over_rivals - estimate.value, 0.0)
        return min(self.closed_share * gap, self.largest_step) * executed_share(office, work)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Pay for development and put the features on the market when they are ready."""
        if not isinstance(draft, float) or draft <= 0.0:
            return
        topic = "insight.quality"
        office.decided(work, Lever.QUALITY, topic, office.believe(work.duty.owner, topic), draft)
        effort = self.surveys_per_step * draft / self.largest_step
        fee = effort * office.scenario.money.research_money
        office.ledger.book(office.now, Activity.RESEARCH, work.duty.owner, -fee)
        office.put_item(work, PRODUCT_PLAN, draft, work.duty.informs)
        ready = office.now + (self.development_days if office.execution.late else 0.0)
        office.at(ready, lambda: _add_features(office, draft))


def _add_features(office: Office, utility: float) -> None:
    office.levers.put(Lever.QUALITY, office.now, office.levers.in_force(Lever.QUALITY) + utility)
