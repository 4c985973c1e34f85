"""What a what-if answer shows beside the deciding metric, and the weekly series in which a change shows first."""

from __future__ import annotations

HEADLINES = (
    "npv",
    "units",
    "market_share",
    "revenue",
    "contribution",
    "marketing_money",
    "price_mean",
    "lost_sales_share",
)
"""Metrics that are shown beside the deciding one."""
SHOWN_IN = {
    "pricing": "list_price",
    "promotion": "deal",
    "advertising": "pressure",
    "channel": "calls",
    "budget": "pressure",
}
"""Weekly series in which each lever shows."""
ANYWHERE = ("list_price", "deal", "pressure", "calls", "units")
"""Series in which a change of no lever may show."""
WORDS = {
    "list_price": "the list price",
    "pressure": "advertising",
    "deal": "promotions",
    "calls": "sales calls",
    "units": "sales",
}
"""Series by which a change is dated, in words."""
