"""The launch: stock in the channels and extra calls when the product appears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.scenario import Launch
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import household_shares
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class LaunchPlan:
    """The launch as planned."""

    day: float
    """Day on which it was carried out."""
    last_day: float
    """Day after which the extra effort ends."""
    calls_factor: float
    """Multiple of sales calls until then."""


LAUNCH_PLAN = Plan("launch_plan", LaunchPlan)


@dataclass(frozen=True)
class LaunchDraft:
    """Stock for the channels, shape (R, C)."""

    stock: NDArray[np.float64]


class PlanLaunch(Part, Mechanism[LaunchDraft]):
    """List a new product: stock for the channels and listing calls above the normal."""

    kind: Literal["plan_launch"] = "plan_launch"
    stock_weeks: Annotated[float, Ge(0), Le(26), Unit("weeks of the launch forecast"), Source("assumption")] = 3.0
    """Stock offered to channel members at launch."""
    calls_factor: Annotated[float, Ge(1), Le(10), Unit("multiple"), Source("assumption")] = 2.5
    """Sales calls in the launch period relative to the configured ones."""
    calls_weeks: Annotated[float, Ge(0), Le(52), Unit("weeks"), Source("assumption")] = 13.0
    """Length of the launch period."""

    def draft(self, office: Office, work: Work) -> LaunchDraft | None:
        """Return the stock by region and channel; None when the product is on the market already."""
        if not isinstance(office.scenario.opening, Launch):
            return None
        units = self.stock_weeks * max(office.believe(work.duty.owner, "forecast.units").value, 0.0)
        traffic = np.array([channel.traffic_share for channel in office.scenario.channels])
        reached = household_shares(office.scenario) * executed_by_region(office, work)
        return LaunchDraft(units * np.outer(reached, traffic))

    def apply(self, office: Office, work: Work, draft: LaunchDraft) -> None:
        """Offer the stock and announce the launch to those who call on outlets."""
        office.desk.preorder(draft.stock)
        plan = LaunchPlan(office.now, office.now + 7.0 * self.calls_weeks, self.calls_factor)
        office.put_plan(work, LAUNCH_PLAN, plan, work.duty.informs)
        office.note("launched", 1.0)
