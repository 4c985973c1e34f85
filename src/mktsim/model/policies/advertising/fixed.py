"""Fixed: the same money every week, whatever happens."""

from __future__ import annotations

from typing import Annotated, Literal

from mktsim.model.policies.advertising.rule import AdvertisingRule
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import MONEY, Source, Unit


class Fixed(AdvertisingRule):
    """Spend a fixed sum a week (Kotler: the affordable method)."""

    rule: Literal["fixed"] = "fixed"
    """Name on the table."""
    per_week_money: Annotated[float, MONEY, Unit("money/week"), Source("given by the policy")]
    """Spending a week."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return equal weeks of the fixed sum."""
        return (self.per_week_money,) * seen.weeks
