"""G31: double jeopardy, and the Dirichlet that predicts it."""

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


def estimate(base: Baseline) -> Mapping[str, float]:
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


ROW = Row(
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
    estimate=estimate,
)
