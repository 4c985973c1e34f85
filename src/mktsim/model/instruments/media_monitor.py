"""Media monitor: watching what runs where."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.instruments.instrument import ASSUMED, AbsoluteError, Instrument, RelativeError
from mktsim.quantities import Unit


class MediaMonitor(Instrument):
    """A media monitor: spending by brand and response to own advertising."""

    instrument: Literal["media_monitor"] = "media_monitor"
    """Name on the table."""
    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 0.3
    """Cost of one observation of standard size, in consumer surveys."""
    rival_spending: RelativeError = 0.1
    """Error of rivals' spending (list prices hide discounts)."""
    advertising: AbsoluteError = 0.08
    """Error of the response to own advertising."""
    medium: AbsoluteError = 0.3
    """Error of what a medium does for its money relative to the others."""
    awareness: AbsoluteError = 0.03
    """Error of tracked awareness."""
    agency: AbsoluteError = 0.08
    """Error of the quality of an agency seen in its results."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic."""
        return {
            "rival.spending": self.rival_spending,
            "response.advertising": self.advertising,
            "response.medium": self.medium,
            "market.awareness": self.awareness,
            "agency.quality": self.agency,
        }
