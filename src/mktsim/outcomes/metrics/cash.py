"""Answers: how much cash does it need, and when is it back."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import contribution, counted, spent


def cash_low(history: History) -> float:
    """Lowest cumulative cash in the weeks that count, money; at most zero, the balance at the opening."""
    balance = np.cumsum(contribution(history)[: history.horizon])
    return min(0.0, float(balance.min()))


def payback_week(history: History) -> float:
    """First week after which cumulative cash stays at or above zero; NaN when it does not by the horizon."""
    balance = np.cumsum(contribution(history)[: history.horizon])
    below = np.flatnonzero(balance < 0.0)
    if below.size == 0:
        return 0.0
    return float(below[-1] + 1) if below[-1] + 1 < balance.size else float("nan")


def overdrawn_weeks(history: History) -> float:
    """Weeks that count in which the firm owed more than its credit line; NaN where the history does not say."""
    return float(counted(history, "overdrawn").sum())


def interest_money(history: History) -> float:
    """Interest on what the firm owed in the weeks that count, beyond the discount rate, money."""
    return spent(history, ("interest",))


CASH = (
    Metric("cash_low", "money", Better.HIGHER, "Lowest cumulative cash.", cash_low),
    Metric(
        "payback_week",
        "week",
        Better.LOWER,
        "Week from which cumulative cash stays positive; NaN if never.",
        payback_week,
    ),
    Metric(
        "overdrawn_weeks",
        "weeks",
        Better.LOWER,
        "Weeks in which more was owed than the credit line.",
        overdrawn_weeks,
    ),
    Metric("interest_money", "money", Better.LOWER, "Interest beyond the discount rate.", interest_money),
)
"""Metrics of cash."""
