"""Whether the plans of price, promotion, advertising and supply are in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.plans import IntegratedPlan, PriceList
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


def clashes(office: Office, agent: str, day: float) -> bool:
    """Tell whether a promotion that starts on `day` meets a price change the agents did not set apart."""
    if plans_agree(office, agent):
        return False
    listed = office.item(agent, "price_list", None)
    return isinstance(listed, PriceList) and abs(listed.day - day) < CLASH_DAYS
