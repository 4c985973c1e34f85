"""Household panel: the purchases of the same households over time."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.instruments.instrument import ASSUMED, AbsoluteError, Instrument, RelativeError
from mktsim.quantities import Unit


class HouseholdPanel(Instrument):
    """A household panel: purchases of a few thousand households."""

    instrument: Literal["household_panel"] = "household_panel"
    """Name on the table."""
    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 2.0
    """Cost of one observation of standard size, in consumer surveys."""
    elasticity: AbsoluteError = 0.35
    """Error of the own-price elasticity."""
    willingness: RelativeError = 0.08
    """Error of the median reservation price."""
    share: RelativeError = 0.05
    """Error of the market share."""
    category: RelativeError = 0.03
    """Error of category units."""
    awareness: AbsoluteError = 0.015
    """Error of awareness."""
    promotion: AbsoluteError = 0.35
    """Error of the response to deals."""
    advertising: AbsoluteError = 0.06
    """Error of the response to advertising."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic."""
        return {
            "insight.elasticity": self.elasticity,
            "insight.willingness": self.willingness,
            "market.share": self.share,
            "market.category": self.category,
            "market.awareness": self.awareness,
            "response.promotion": self.promotion,
            "response.advertising": self.advertising,
        }
