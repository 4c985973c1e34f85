"""G33: category purchases are NBD, and heavy buyers regress to the mean."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_panel import E0, Baseline
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.estimators import repeat_buying

_HALF = 26


def estimate(base: Baseline) -> Mapping[str, float]:
    """Fit the NBD to a year's counts, and compare two equal half-years."""
    weekly = base.panel.purchases.sum(axis=2)
    year = weekly[:, : 2 * _HALF].sum(axis=1).astype(np.float64)
    first = weekly[:, :_HALF].sum(axis=1).astype(np.float64)
    second = weekly[:, _HALF : 2 * _HALF].sum(axis=1).astype(np.float64)
    ratios = repeat_buying.conditional_ratios(first, second)
    return {
        "chi2": repeat_buying.nbd_chi2_per_df(year),
        "lowest": float(ratios.min()),
        "highest": float(ratios.max()),
        "mean": float(ratios.mean()),
    }


ROW = Row(
    id="G33",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="NBD purchase counts and regression to the mean",
    source="Ehrenberg 1959, Applied Statistics 8:26; Morrison & Schmittlein 1988",
    experiment=E0,
    statistics=(
        Statistic("chi2", "chi-squared per degree of freedom of the NBD, a year's counts", (0.0, 2.0)),
        Statistic("mean", "next half-year over NBD's conditional expectation, mean of classes", (0.9, 1.1)),
        Statistic("lowest", "the same, worst class below", (0.9, 1.1)),
        Statistic("highest", "the same, worst class above", (0.9, 1.1)),
    ),
    estimate=estimate,
)
