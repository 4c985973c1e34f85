"""G22 on mature sales: a unit root is rejected."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_panel import E0, Baseline
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.estimators import stationarity


def estimate(base: Baseline) -> Mapping[str, float]:
    """Return the share of brands whose log sales are stationary."""
    series = np.log(base.units)
    return {"stationary": float(np.mean([stationarity.is_stationary(column) for column in series.T]))}


ROW = Row(
    id="G22",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="No permanent effect of price promotions",
    source="Pauwels, Hanssens & Siddarth 2002, JMR 39:421; Nijs et al. 2001, Marketing Science 20:1",
    experiment=E0,
    statistics=(Statistic("stationary", "share of brands with stationary log sales (ADF, 5%)", (0.85, 1.0)),),
    estimate=estimate,
)
