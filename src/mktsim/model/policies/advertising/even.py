"""Even: the budget spread evenly."""

from __future__ import annotations

from typing import Literal

from mktsim.model.policies.advertising.rule import AdvertisingRule, even_spending
from mktsim.model.seen import AdvertisingSeen


class Even(AdvertisingRule):
    """Spend the budget evenly over the window (best under concave response: Sasieni 1971; G18)."""

    rule: Literal["even"] = "even"
    """Name on the table."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return equal weeks."""
        return even_spending(seen)
