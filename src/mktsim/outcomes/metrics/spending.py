"""Answers: where does the money go."""

from __future__ import annotations

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import spent


def advertising_money(history: History) -> float:
    """Money for media, agency fees and events."""
    return spent(history, ("advertising", "agency_fee", "events"))


def promotion_money(history: History) -> float:
    """Money for discounts, trade spending and items, and what leaked of it."""
    return spent(history, ("discount", "trade_spending", "items", "leakage"))


def channel_money(history: History) -> float:
    """Money for calls, training and openings."""
    return spent(history, ("calls", "training", "openings", "incentives"))


def marketing_money(history: History) -> float:
    """Money for advertising, promotion and channels."""
    return advertising_money(history) + promotion_money(history) + channel_money(history)


def staff_money(history: History) -> float:
    """Money for staff of the modelled departments."""
    return spent(history, ("staff",))


def research_money(history: History) -> float:
    """Money for research."""
    return spent(history, ("research",))


def write_off_money(history: History) -> float:
    """Stock written off, money."""
    return spent(history, ("write_off",))


def leakage_money(history: History) -> float:
    """Promotion money that leaked."""
    return spent(history, ("leakage",))


SPENDING = (
    Metric("advertising_money", "money", Better.NEITHER, "Media, agency fees, events.", advertising_money),
    Metric("promotion_money", "money", Better.NEITHER, "Discounts, trade spending, items.", promotion_money),
    Metric("channel_money", "money", Better.NEITHER, "Calls, training, openings.", channel_money),
    Metric("marketing_money", "money", Better.NEITHER, "All of the marketing budget spent.", marketing_money),
    Metric("staff_money", "money", Better.NEITHER, "Pay of the modelled departments.", staff_money),
    Metric("research_money", "money", Better.NEITHER, "Research.", research_money),
    Metric("write_off_money", "money", Better.LOWER, "Stock written off.", write_off_money),
    Metric("leakage_money", "money", Better.LOWER, "Promotion money that leaked.", leakage_money),
)
"""Metrics of spending."""
