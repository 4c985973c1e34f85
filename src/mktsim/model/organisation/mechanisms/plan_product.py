"""Features of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.versions import PRODUCT_PLAN, ProductPlan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class PlanProduct(Part):
    """Choose features where perceived quality is believed to lag."""

    kind: Literal["plan_product"] = "plan_product"
    lead_over_rivals: Annotated[float, Ge(-1), Le(1), Unit("utility"), Source("assumption")] = 0.15
    """Perceived quality above rivals' that the plan aims at."""
    closed_share: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption")] = 0.3
    """Share of the believed gap that one plan closes."""
    largest_step: Annotated[float, Ge(0), Le(1), Unit("utility"), Source("assumption")] = 0.06
    """Most that one plan adds."""

    def draft(self, office: Office, work: Work) -> ProductPlan | None:
        """Return the utility to be added; None where the product is believed to lead."""
        estimate = office.believe(work.duty.owner, "insight.quality")
        gap = max(self.lead_over_rivals - estimate.value, 0.0)
        utility = min(self.closed_share * gap, self.largest_step) * executed_share(office, work)
        return ProductPlan(office.now, utility) if utility > 0.0 else None

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Hand the plan to those who develop it."""
        if not isinstance(draft, ProductPlan):
            return
        topic = "insight.quality"
        office.decided(work, Lever.QUALITY, topic, office.believe(work.duty.owner, topic), draft.utility)
        office.put_item(work, PRODUCT_PLAN, draft, work.duty.informs)
