"""Regions: work orders that turn the policy into their own work, and support for those behind target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.planning.targets import region_gap
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class RegionalOrders:
    """Work orders that turn the policy into each region's own work."""

    last_day: float
    """Day until which they hold."""
    by_region: tuple[float, ...]
    """Share of the policy that they spell out, by region."""


REGIONAL_ORDERS = Plan("regional_orders", RegionalOrders)


@dataclass(frozen=True)
class RegionSupport:
    """Sales calls lent to regions behind their target."""

    last_day: float
    """Day until which it holds."""
    calls_factor: tuple[float, ...]
    """Multiple of sales calls, by region."""


REGION_SUPPORT = Plan("region_support", RegionSupport)


class OrderRegions(Part, Mechanism[RegionalOrders]):
    """Turn the policy into work orders, so that each region need not work out for itself what it has to do."""

    kind: Literal["order_regions"] = "order_regions"
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 115.0
    """Days for which regions work by them."""

    def draft(self, office: Office, work: Work) -> RegionalOrders:
        """Return orders as complete in each region as the work is good."""
        shares = tuple(float(share) for share in executed_by_region(office, work))
        return RegionalOrders(office.now + self.holds_days, shares)

    def apply(self, office: Office, work: Work, draft: RegionalOrders) -> None:
        """Send the orders out."""
        office.put_plan(work, REGIONAL_ORDERS, draft, work.duty.informs)


def order_shares(office: Office, agent: str) -> NDArray[np.float64]:
    """Return the share of its work that each region has in orders which the agent knows of, shape (R,)."""
    held = office.plan_in_force(agent, REGIONAL_ORDERS)
    return np.array(held.by_region) if held else np.zeros(office.sizes.regions)


class SupportRegions(Part, Mechanism[RegionSupport]):
    """Lend sales calls to regions whose share of sales is behind their target, taken from those ahead."""

    kind: Literal["support_regions"] = "support_regions"
    least_gap: Annotated[float, Ge(0), Le(0.5), Unit("share of target"), Source("assumption")] = 0.02
    """Gap for which nothing is done."""
    calls_per_gap: Annotated[float, Ge(0), Le(50), Unit("share of calls per share of target"), Source("assumption")] = (
        8.0
    )
    """Calls lent for a gap."""
    most_calls: Annotated[float, Ge(0), Le(0.9), Unit("share of calls"), Source("assumption")] = 0.6
    """Most that a region is lent or gives up."""
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 45.0
    """Days for which the calls are lent."""

    def draft(self, office: Office, work: Work) -> RegionSupport:
        """Return the calls lent by region."""
        gaps = region_gap(office, work.duty.owner)
        shares = executed_by_region(office, work)
        factors = tuple(
            1.0 + float(share) * min(max(self.calls_per_gap * gap, -self.most_calls), self.most_calls)
            if abs(gap) >= self.least_gap
            else 1.0
            for gap, share in zip(gaps, shares, strict=True)
        )
        return RegionSupport(office.now + self.holds_days, factors)

    def apply(self, office: Office, work: Work, draft: RegionSupport) -> None:
        """Tell those who send the sales teams."""
        office.put_plan(work, REGION_SUPPORT, draft, work.duty.informs)
