"""Support for regions that are behind their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.plan_promotions import region_gap
from mktsim.model.organisation.mechanisms.plans import RegionSupport
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

REGION_SUPPORT = "region_support"


class SupportRegions(Part):
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

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Tell those who send the sales teams."""
        if isinstance(draft, RegionSupport):
            office.put_item(work, REGION_SUPPORT, draft, work.duty.informs)
