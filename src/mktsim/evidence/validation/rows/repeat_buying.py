"""Repeat buying: double jeopardy, duplication of purchase, NBD (G31-G33)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_panel import E0, Baseline
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats
from mktsim.science.estimators import repeat_buying
from mktsim.science.theory import dirichlet

_YEAR = 52
_BIG = 0.15
"""Share from which a brand counts as big: three of the scenario's six."""


def year_of(base: Baseline) -> Floats:
    """Return purchases per household and brand in a year of the panel."""
    total: Floats = base.panel.purchases[:, :_YEAR].sum(axis=1).astype(np.float64)
    return total


def estimate_g31(base: Baseline) -> Mapping[str, float]:
    """Correlate penetration, frequency and requirements; compare with the fitted Dirichlet."""
    purchases = year_of(base)
    seen = repeat_buying.brand_measures(purchases)
    model = repeat_buying.fit_dirichlet(purchases)
    errors = np.stack(
        [
            np.abs(dirichlet.penetration(model, seen.share) / seen.penetration - 1.0),
            np.abs(dirichlet.purchase_frequency(model, seen.share) / seen.frequency - 1.0),
        ]
    )
    return {
        "frequency": float(np.corrcoef(seen.penetration, seen.frequency)[0, 1]),
        "requirements": float(np.corrcoef(seen.share, seen.requirements)[0, 1]),
        "all": float(errors.mean()),
        "big": float(errors[:, seen.share >= _BIG].mean()),
        "switching": model.switching,
    }


G31 = Row(
    id="G31",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Double jeopardy",
    source="Ehrenberg, Goodhardt & Barwise 1990; Ehrenberg, Uncles & Goodhardt 2004, JBR 57:1307",
    experiment=E0,
    statistics=(
        Statistic("frequency", "correlation of penetration and purchase frequency", (0.5, 1.0)),
        Statistic("requirements", "correlation of share and share of requirements", (0.6, 1.0)),
        Statistic("all", "Dirichlet's mean error in penetration and frequency", (0.0, 0.20)),
        Statistic("big", "the same, big brands", (0.0, 0.10)),
        Statistic("switching", "fitted Dirichlet S (A.0: power against equal tastes)", (0.5, 3.0)),
    ),
    estimate=estimate_g31,
)
"""Double jeopardy, and the Dirichlet that predicts it."""


def estimate_g32(base: Baseline) -> Mapping[str, float]:
    """Fit the duplication law to a year, and the Dirichlet's S beside it."""
    purchases = year_of(base)
    fitted = repeat_buying.duplication(purchases)
    return {
        "coefficient": fitted.coefficient,
        "correlation": fitted.correlation,
        "deviation": fitted.deviation,
        "switching": repeat_buying.fit_dirichlet(purchases).switching,
    }


G32 = Row(
    id="G32",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Duplication of purchase law",
    source="Ehrenberg 1988; Goodhardt, Ehrenberg & Chatfield 1984, JRSS A 147:621",
    experiment=E0,
    statistics=(
        Statistic("coefficient", "duplication coefficient D", (0.7, 1.5)),
        Statistic("correlation", "correlation of duplication and penetration", (0.85, 1.0)),
        Statistic("deviation", "mean absolute deviation from the law, share of buyers", (0.0, 0.08)),
        Statistic("switching", "fitted Dirichlet S (A.0: power against equal tastes)", (0.5, 3.0)),
    ),
    estimate=estimate_g32,
)
"""Buyers of X also buy Y in proportion to Y's penetration."""
_HALF = 26


def estimate_g33(base: Baseline) -> Mapping[str, float]:
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


G33 = Row(
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
    estimate=estimate_g33,
)
"""Category purchases are NBD, and heavy buyers regress to the mean."""
