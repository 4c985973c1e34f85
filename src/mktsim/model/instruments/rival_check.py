"""Rival check: reports from the field on rivals."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.instruments.instrument import ASSUMED, AbsoluteError, Instrument, RelativeError
from mktsim.quantities import Source, Unit


class RivalCheck(Instrument):
    """A rival check by field staff: cheap, quick and rough."""

    instrument: Literal["rival_check"] = "rival_check"
    """Name on the table."""
    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 0.05
    """Cost of one observation of standard size, in consumer surveys."""
    rival_price: RelativeError = 0.03
    """Error of rivals' mean shelf price: some fifty price tags that differ by a fifth between outlets."""
    rival_spending: RelativeError = 0.3
    """Error of rivals' spending guessed in the field."""
    quality: AbsoluteError = 0.3
    """Error of quality relative to rivals, judged by own staff."""
    quality_bias: Annotated[float, Ge(-0.9), Le(3), Unit("share of value"), Source("assumption")] = 0.0
    """Own staff judging own goods better than consumers do, as a share of the value."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic."""
        return {
            "rival.price": self.rival_price,
            "rival.spending": self.rival_spending,
            "insight.quality": self.quality,
        }

    def biases(self) -> dict[str, float]:
        """Return the bias by topic."""
        return {"insight.quality": self.quality_bias}
