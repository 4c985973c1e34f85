"""Retail audit: counting in a sample of outlets."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.instruments.instrument import ASSUMED, AbsoluteError, Instrument, RelativeError
from mktsim.quantities import Unit


class RetailAudit(Instrument):
    """A retail audit: sales, prices, listings and stock in a sample of outlets."""

    instrument: Literal["retail_audit"] = "retail_audit"
    """Name on the table."""
    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 0.6
    """Cost of one observation of standard size, in consumer surveys."""
    share: RelativeError = 0.04
    """Error of the market share."""
    category: RelativeError = 0.04
    """Error of category units."""
    growth: AbsoluteError = 0.0015
    """Error of the category's growth a week."""
    sales: RelativeError = 0.04
    """Error of own consumer sales."""
    region: RelativeError = 0.08
    """Error of own consumer sales in a region."""
    channel: RelativeError = 0.08
    """Error of own consumer sales in a channel."""
    distribution: AbsoluteError = 0.03
    """Error of weighted distribution."""
    rival_price: RelativeError = 0.02
    """Error of rivals' mean shelf price."""
    stock: RelativeError = 0.12
    """Error of stock cover."""
    elasticity: AbsoluteError = 0.6
    """Error of the own-price elasticity estimated from store data."""
    promotion: AbsoluteError = 0.5
    """Error of the response to deals measured in outlets."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic."""
        return {
            "market.share": self.share,
            "market.category": self.category,
            "market.growth": self.growth,
            "sales.level": self.sales,
            "sales.region": self.region,
            "sales.channel": self.channel,
            "distribution.channel": self.distribution,
            "rival.price": self.rival_price,
            "stock.weeks": self.stock,
            "insight.elasticity": self.elasticity,
            "response.promotion": self.promotion,
        }
