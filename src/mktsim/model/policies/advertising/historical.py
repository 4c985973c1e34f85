"""Historical: spending that was really made, by year."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import MinLen

from mktsim.model.policies.advertising.rule import AdvertisingRule
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import MONEY, Source, Unit

WEEKS_PER_YEAR = 365.25 / 7.0


class HistoricalAdvertising(AdvertisingRule):
    """Follow given yearly spending, even within the year, the last year's sum after the last."""

    rule: Literal["historical"] = "historical"
    """Name on the table."""
    per_year_money: Annotated[
        tuple[Annotated[float, MONEY, Unit("money/year"), Source("given by the policy")], ...], MinLen(1)
    ]
    """Spending by year since the opening."""
    source: str = ""
    """Where the path was published."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return the weeks' parts of their years' sums."""
        return tuple(self._of(seen.week + week) for week in range(seen.weeks))

    def _of(self, week: int) -> float:
        year = max(int((week + 0.5) / WEEKS_PER_YEAR), 0)
        return self.per_year_money[min(year, len(self.per_year_money) - 1)] / WEEKS_PER_YEAR
