"""G32: buyers of X also buy Y in proportion to Y's penetration."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e0_panel import E0, Baseline
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.g31 import year_of
from mktsim.science.estimators import repeat_buying


def estimate(base: Baseline) -> Mapping[str, float]:
    """Fit the duplication law to a year, and the Dirichlet's S beside it."""
    purchases = year_of(base)
    fitted = repeat_buying.duplication(purchases)
    return {
        "coefficient": fitted.coefficient,
        "correlation": fitted.correlation,
        "deviation": fitted.deviation,
        "switching": repeat_buying.fit_dirichlet(purchases).switching,
    }


ROW = Row(
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
    estimate=estimate,
)
