"""Pulsed: bursts and pauses."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.advertising.rule import ASSUMED, AdvertisingRule
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import Source, Unit


class PulsedAdvertising(AdvertisingRule):
    """Spend the budget in bursts with pauses between (Mahajan & Muller 1986; Naik, Mantrala & Sawyer 1998; G18)."""

    rule: Literal["pulsed"] = "pulsed"
    """Name on the table."""
    on_weeks: Annotated[int, Ge(1), Le(52), Unit("weeks"), Source("Naik, Mantrala & Sawyer 1998; Mesak 1992")] = 4
    """Weeks of a burst."""
    off_weeks: Annotated[int, Ge(0), Le(52), Unit("weeks"), Source("Naik, Mantrala & Sawyer 1998; Mesak 1992")] = 4
    """Weeks of a pause."""
    offset_weeks: Annotated[int, Ge(0), Le(104), Unit("weeks"), ASSUMED] = 0
    """Week since the opening in which the first burst begins."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return the window's budget spread over its burst weeks; nothing in a window without one."""
        cycle = self.on_weeks + self.off_weeks
        on = [(seen.week + w - self.offset_weeks) % cycle < self.on_weeks for w in range(seen.weeks)]
        each = max(seen.budget_money, 0.0) / max(sum(on), 1)
        return tuple(each if burst else 0.0 for burst in on)
