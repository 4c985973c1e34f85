"""Historical: a price path that was really charged."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge, Le, MinLen

from mktsim.model.policies.pricing.rule import PathRule
from mktsim.model.seen import PricingSeen
from mktsim.quantities import PRICE, Source, Unit
from mktsim.relations import Rising

GIVEN = Source("given by the policy")
Point = tuple[Annotated[int, Ge(-520), Le(2600), Unit("week"), GIVEN], Annotated[float, PRICE, Unit("money"), GIVEN]]


class HistoricalPrice(PathRule):
    """Follow a given path, straight lines between its points, level before the first and after the last."""

    rule: Literal["historical"] = "historical"
    """Name on the table."""
    points: Annotated[tuple[Point, ...], MinLen(1), Rising()]
    """Week since the opening and shelf price, in order of weeks."""
    source: str = ""
    """Where the path was published."""

    def target(self, seen: PricingSeen) -> float:
        """Return the price of the path in this week, money."""
        weeks = [week for week, _ in self.points]
        prices = [price for _, price in self.points]
        return float(np.interp(seen.week, weeks, prices))
