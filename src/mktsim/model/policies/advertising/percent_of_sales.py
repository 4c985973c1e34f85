"""Percent of sales: spending follows expected sales."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.advertising.rule import AdvertisingRule, even_spending
from mktsim.model.policies.blend import is_known
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import Source, Unit


class PercentOfSales(AdvertisingRule):
    """Spend a share of expected net sales (Kotler; the prevailing rule of thumb)."""

    rule: Literal["percent_of_sales"] = "percent_of_sales"
    """Name on the table."""
    share: Annotated[
        float, Ge(0), Le(1), Unit("share of net sales"), Source("EVIDENCE B: durables 2-4%, packaged goods 5-10%")
    ] = 0.05
    """Advertising as a share of net sales."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return equal weeks of the share; even spending where sales are unknown."""
        if not is_known(seen.sales_money):
            return even_spending(seen)
        return (self.share * max(seen.sales_money.value, 0.0),) * seen.weeks
