"""Answers: do people know it, and what do they think of it."""

from __future__ import annotations

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better, Metric
from mktsim.outcomes.metrics.reading import counted, last_of, mean_of


def awareness(history: History) -> float:
    """Mean share of households aware."""
    return mean_of(counted(history, "awareness"))


def goodwill(history: History) -> float:
    """Mean brand goodwill, utility."""
    return mean_of(counted(history, "goodwill"))


def quality_gap(history: History) -> float:
    """Mean shortfall of perceived quality against rivals, utility; negative for a lead."""
    return -mean_of(counted(history, "quality"))


def awareness_end(history: History) -> float:
    """Share of households aware in the last week that counts."""
    return last_of(counted(history, "awareness"))


def goodwill_end(history: History) -> float:
    """Brand goodwill in the last week that counts, utility."""
    return last_of(counted(history, "goodwill"))


def quality_end(history: History) -> float:
    """Perceived quality relative to rivals in the last week that counts, utility."""
    return last_of(counted(history, "quality"))


def installed_end(history: History) -> float:
    """Installed base in the last week that counts, units."""
    return last_of(counted(history, "installed"))


MINDS = (
    Metric("awareness", "share", Better.HIGHER, "Households aware, averaged over weeks.", awareness),
    Metric("goodwill", "utility", Better.HIGHER, "Brand goodwill, averaged over weeks.", goodwill),
    Metric("quality_gap", "utility", Better.LOWER, "Shortfall of perceived quality against rivals.", quality_gap),
    Metric("awareness_end", "share", Better.HIGHER, "Households aware at the end.", awareness_end),
    Metric("goodwill_end", "utility", Better.HIGHER, "Brand goodwill at the end.", goodwill_end),
    Metric("quality_end", "utility", Better.HIGHER, "Perceived quality at the end.", quality_end),
    Metric("installed_end", "units", Better.HIGHER, "Installed base at the end.", installed_end),
)
"""Metrics of what people know and think."""
