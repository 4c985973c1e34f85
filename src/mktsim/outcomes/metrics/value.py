"""Answers: what is it worth."""

from __future__ import annotations

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import contribution, discounting


def npv(history: History) -> float:
    """Net present value with the terminal value, money."""
    return float((contribution(history) * discounting(history)).sum())


def npv_without_terminal(history: History) -> float:
    """Net present value of the weeks that count, money."""
    h = history.horizon
    return float((contribution(history)[:h] * discounting(history)[:h]).sum())


def terminal_value(history: History) -> float:
    """Discounted contribution of the run-out, money."""
    return npv(history) - npv_without_terminal(history)


def contribution_money(history: History) -> float:
    """Contribution of the weeks that count, undiscounted, money."""
    return float(contribution(history)[: history.horizon].sum())


VALUE = (
    Metric("npv", "money", Better.HIGHER, "Net present value, terminal value included.", npv),
    Metric(
        "npv_without_terminal",
        "money",
        Better.HIGHER,
        "Net present value of the weeks that count alone.",
        npv_without_terminal,
    ),
    Metric(
        "terminal_value",
        "money",
        Better.HIGHER,
        "Discounted contribution of the run-out under frozen levers.",
        terminal_value,
    ),
    Metric(
        "contribution",
        "money",
        Better.HIGHER,
        "Contribution of the weeks that count, undiscounted.",
        contribution_money,
    ),
)
"""Metrics of value."""
