"""Sales archive: the firm's own records of what channels sold."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.instruments.instrument import ASSUMED, AbsoluteError, Instrument, RelativeError
from mktsim.quantities import Unit


class SalesArchive(Instrument):
    """The sales archive: complete records are nearly exact; gaps are filled in by proportion."""

    instrument: Literal["sales_archive"] = "sales_archive"
    """Name on the table."""
    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 0.0
    """Cost of one observation of standard size, in consumer surveys."""
    sales: RelativeError = 0.02
    """Error of the level at full coverage."""
    region: RelativeError = 0.03
    """Error of a region at full coverage."""
    channel: RelativeError = 0.03
    """Error of a channel at full coverage."""
    forecast: RelativeError = 0.1
    """Error of a forecast made with standard methods (G42: MAPE 16% over the first quarters)."""
    growth: AbsoluteError = 0.0015
    """Error of growth a week."""
    season: RelativeError = 0.05
    """Error of a month of the season."""
    stock: RelativeError = 0.06
    """Error of stock cover."""
    unit_cost: RelativeError = 0.01
    """Error of unit cost in the books."""
    elasticity: AbsoluteError = 0.7
    """Error of the own-price elasticity estimated from own records."""
    promotion: AbsoluteError = 0.6
    """Error of the response to deals estimated from own records."""
    advertising: AbsoluteError = 0.12
    """Error of the response to advertising estimated from own records."""
    leakage: AbsoluteError = 0.01
    """Error of leakage found in the ledger."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic."""
        return {
            "sales.level": self.sales,
            "sales.region": self.region,
            "sales.channel": self.channel,
            "forecast.units": self.forecast,
            "forecast.growth": self.growth,
            "forecast.season": self.season,
            "stock.weeks": self.stock,
            "cost.unit": self.unit_cost,
            "insight.elasticity": self.elasticity,
            "response.promotion": self.promotion,
            "response.advertising": self.advertising,
            "audit.leakage": self.leakage,
        }
