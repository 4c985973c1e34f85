"""G43: forecasts of new products are poor and optimistic.

The bias and spread of launch forecasts are typed (`forecast_sales`), so a pass proves the coding only: an echo.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_firm import E3_FIRM, FirmLaunches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: FirmLaunches) -> Mapping[str, float]:
    """Compare the forecast that a launch opens with and first-year sales."""
    error = table.forecast / np.maximum(table.first_year, 1.0) - 1.0
    return {
        "median": float(np.median(np.abs(error))),
        "skew": float(np.mean(np.abs(error)) - np.median(np.abs(error))),
        "over": float(np.mean(error > 0.0)),
    }


ROW = Row(
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
    estimate=estimate,
    typed="forecast_sales.launch_optimism and launch_error",
)
