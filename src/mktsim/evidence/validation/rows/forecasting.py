"""Sales forecasting: error for established products and for launches (G42, G43)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_firm import E0_FIRM, Firm
from mktsim.evidence.validation.experiments.e3_firm import E3_FIRM, FirmLaunches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate_g42(table: Firm) -> Mapping[str, float]:
    """Return errors of the product's forecast by month and by week; longer horizons are not archived."""
    monthly = float(np.mean(np.abs(table.forecast / table.units - 1.0)))
    return {"month": monthly, "finer": table.weekly_error / monthly, "week": table.weekly_error}


G42 = Row(
    id="G42",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Accuracy of sales forecasts",
    source="Mentzer & Cox 1984, J Forecasting 3:27",
    experiment=E0_FIRM,
    statistics=(
        Statistic("month", "mean absolute percentage error, product, month", (0.08, 0.25)),
        Statistic("finer", "error of single weeks over that of months (grows when disaggregated)", (1.0, 99.0)),
        Statistic("week", "mean absolute error of single weeks over mean sales", (0.08, 0.40), gates=False),
    ),
    estimate=estimate_g42,
)
"""How far planning's sales forecasts miss."""


def estimate_g43(table: FirmLaunches) -> Mapping[str, float]:
    """Compare the forecast that a launch opens with and first-year sales."""
    error = table.forecast / np.maximum(table.first_year, 1.0) - 1.0
    return {
        "median": float(np.median(np.abs(error))),
        "skew": float(np.mean(np.abs(error)) - np.median(np.abs(error))),
        "over": float(np.mean(error > 0.0)),
    }


G43 = Row(
    id="G43",
    tier=Tier.A,
    kind="I",
    category=Category.DURABLE,
    text="New-product forecasts",
    source="Kahn 2002, JPIM 19:133; Tull 1967, J Business 40:233",
    experiment=E3_FIRM,
    statistics=(
        Statistic("median", "median absolute error of the first year's forecast", (0.20, 0.45)),
        Statistic("skew", "mean less median absolute error", (0.0, 9.0)),
        Statistic("over", "share of forecasts that were too high", (0.55, 0.75)),
    ),
    estimate=estimate_g43,
    typed="forecast_sales.launch_optimism and launch_error",
)
"""Forecasts of new products are poor and optimistic.

The bias and spread of launch forecasts are typed (`forecast_sales`), so a pass proves the coding only: an echo.
"""
