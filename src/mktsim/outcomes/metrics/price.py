"""Answers: what do people pay."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import counted, last_of, mean_of, ratio


def price_mean(history: History) -> float:
    """Price paid, averaged over units, money."""
    units, paid = counted(history, "units"), counted(history, "price")
    known = np.isfinite(paid) & (units > 0.0)
    return ratio(float((units[known] * paid[known]).sum()), float(units[known].sum()))


def list_price_mean(history: History) -> float:
    """Recommended retail price, averaged over weeks, money."""
    return mean_of(counted(history, "list_price"))


def list_price_end(history: History) -> float:
    """Recommended retail price in the last week that counts, money."""
    return last_of(counted(history, "list_price"))


def deal_share(history: History) -> float:
    """Share of weeks with a deal in force."""
    deal = counted(history, "deal")
    return mean_of(np.where(np.isfinite(deal), (deal > 0.0).astype(np.float64), np.nan))


def cost_end(history: History) -> float:
    """Unit cost in the last week that counts, money."""
    return last_of(counted(history, "cost"))


PRICE = (
    Metric("price_mean", "money/unit", Better.NEITHER, "Price paid, averaged over units.", price_mean),
    Metric(
        "list_price_mean",
        "money/unit",
        Better.NEITHER,
        "Recommended retail price, averaged over weeks.",
        list_price_mean,
    ),
    Metric("list_price_end", "money/unit", Better.NEITHER, "Recommended retail price at the end.", list_price_end),
    Metric("deal_share", "share of weeks", Better.NEITHER, "Weeks with a deal in force.", deal_share),
    Metric("cost_end", "money/unit", Better.LOWER, "Unit cost at the end.", cost_end),
)
"""Metrics of price and cost."""
