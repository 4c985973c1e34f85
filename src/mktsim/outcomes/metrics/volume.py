"""Answers: how much is sold, and what share of the market is that."""

from __future__ import annotations

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import WEEKS_PER_YEAR, booked, counted, ratio


def units(history: History) -> float:
    """Units sold to consumers."""
    return float(counted(history, "units").sum())


def units_last_year(history: History) -> float:
    """Units sold in the last 52 weeks that count."""
    return float(counted(history, "units")[-WEEKS_PER_YEAR:].sum())


def revenue(history: History) -> float:
    """Value of units sold at regular shelf prices, money."""
    return booked(history.money, ("revenue",), history.horizon)


def market_share(history: History) -> float:
    """Units over the category's units."""
    return ratio(units(history), float(counted(history, "category_units").sum()))


def market_share_end(history: History) -> float:
    """Share of the category's units in the last 52 weeks that count."""
    category = float(counted(history, "category_units")[-WEEKS_PER_YEAR:].sum())
    return ratio(units_last_year(history), category)


def category_units(history: History) -> float:
    """Units that the whole category sold."""
    return float(counted(history, "category_units").sum())


VOLUME = (
    Metric("units", "units", Better.HIGHER, "Units sold to consumers.", units),
    Metric("units_last_year", "units", Better.HIGHER, "Units sold in the last 52 weeks.", units_last_year),
    Metric("revenue", "money", Better.HIGHER, "Value of units sold at regular shelf prices.", revenue),
    Metric("market_share", "share", Better.HIGHER, "Share of the category's units.", market_share),
    Metric("market_share_end", "share", Better.HIGHER, "Share of units in the last 52 weeks.", market_share_end),
    Metric("category_units", "units", Better.NEITHER, "Units that the whole category sold.", category_units),
)
"""Metrics of volume."""
