"""G42: how far planning's sales forecasts miss."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_firm import E0_FIRM, Firm
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Firm) -> Mapping[str, float]:
    """Return errors of the product's forecast by month and by week; longer horizons are not archived."""
    monthly = float(np.mean(np.abs(table.forecast / table.units - 1.0)))
    return {"month": monthly, "finer": table.weekly_error / monthly, "week": table.weekly_error}


ROW = Row(
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
    estimate=estimate,
)
