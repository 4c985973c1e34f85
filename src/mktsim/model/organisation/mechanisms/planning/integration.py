"""The integrated marketing plan: price, promotion, advertising and supply in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.model.organisation.plan import Plan

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office


@dataclass(frozen=True)
class IntegratedPlan:
    """The dates that departments have agreed to keep clear of each other."""

    last_day: float
    """Day until which it holds."""
    reach: float
    """Share of changes of plan that are held against it before they go into force."""
    promotions: tuple[float, ...] = ()
    """First days of the promotions planned, which new price lists keep clear of."""


INTEGRATED_PLAN = Plan("integrated_plan", IntegratedPlan)


def plans_agree(office: Office, agent: str) -> bool:
    """Tell whether the agent works to an integrated plan that still holds."""
    return office.plan_in_force(agent, INTEGRATED_PLAN) is not None
