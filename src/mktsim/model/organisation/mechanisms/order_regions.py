"""Work orders by region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.plans import RegionalOrders
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

REGIONAL_ORDERS = "regional_orders"


class OrderRegions(Part):
    """Turn the policy into work orders, so that each region need not work out for itself what it has to do."""

    kind: Literal["order_regions"] = "order_regions"
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 115.0
    """Days for which regions work by them."""

    def draft(self, office: Office, work: Work) -> RegionalOrders:
        """Return orders as complete in each region as the work is good."""
        shares = tuple(float(share) for share in executed_by_region(office, work))
        return RegionalOrders(office.now + self.holds_days, shares)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Send the orders out."""
        if isinstance(draft, RegionalOrders):
            office.put_item(work, REGIONAL_ORDERS, draft, work.duty.informs)


def order_shares(office: Office, agent: str) -> NDArray[np.float64]:
    """Return the share of its work that each region has in orders which the agent knows of, shape (R,)."""
    held = office.item(agent, REGIONAL_ORDERS, None)
    if isinstance(held, RegionalOrders) and held.last_day > office.now:
        return np.array(held.by_region)
    return np.zeros(office.sizes.regions)
