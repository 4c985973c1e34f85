"""Answers: how far apart are the departments, from what each of them believes."""

from __future__ import annotations

from mktsim.outcomes.metrics.kpis import PerCase
from mktsim.outcomes.metrics.metric import Better, Metric

_CHECKS = "disagreement_checks"

AGREEMENT = (
    Metric(
        "forecast_disagreement",
        "share",
        Better.LOWER,
        "Spread of departments' forecasts of sales over their mean.",
        PerCase("forecast_disagreement", _CHECKS),
    ),
    Metric(
        "stage_disagreement",
        "share",
        Better.LOWER,
        "Probability by which a department's stages differ from the mean of all.",
        PerCase("stage_disagreement", _CHECKS),
    ),
    Metric(
        "rival_price_disagreement",
        "share",
        Better.LOWER,
        "Spread of departments' beliefs of the rival price over their mean.",
        PerCase("rival_price_disagreement", _CHECKS),
    ),
    Metric(
        "elasticity_disagreement",
        "share",
        Better.LOWER,
        "Spread of departments' beliefs of the price elasticity over their mean.",
        PerCase("elasticity_disagreement", _CHECKS),
    ),
)
"""Metrics of agreement; NaN where nothing is noted, zero where everybody knows the truth."""
