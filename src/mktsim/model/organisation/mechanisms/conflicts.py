"""Whether the plans of price, promotion, advertising and supply are in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.plans import IntegratedPlan, PriceList
from mktsim.model.organisation.mechanisms.programmes import OFFER_PLAN, reach_of
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office

INTEGRATED_PLAN = "integrated_plan"
CLASH_DAYS: Annotated[float, Ge(0), Le(90), Unit("days"), Source("assumption")] = 14.0
"""Days around a new price list in which outlets cannot also relabel for a promotion."""


def plans_agree(office: Office, agent: str) -> bool:
    """Tell whether the agent works to an integrated plan that still holds."""
    plan = office.item(agent, INTEGRATED_PLAN, None)
    return isinstance(plan, IntegratedPlan) and plan.last_day > office.now


def clash(office: Office, agent: str, day: float) -> float:
    """Return the share of outlets in which a promotion that starts on `day` meets a price change unawares.

    The integrated plan sets the two apart as far as it reaches; the product's offer plan is checked for what it missed.
    """
    listed = office.item(agent, "price_list", None)
    if not isinstance(listed, PriceList) or abs(listed.day - day) >= CLASH_DAYS or not office.execution.unexecuted:
        return 0.0
    plan = office.item(agent, INTEGRATED_PLAN, None)
    integrated = plan.reach if isinstance(plan, IntegratedPlan) and plan.last_day > office.now else 0.0
    return (1.0 - integrated) * (1.0 - reach_of(office, agent, OFFER_PLAN))
