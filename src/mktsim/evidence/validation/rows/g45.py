"""G45: product and market tell more of a launch's success than the organisation does."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e3_organisations import (
    E3_ORGANISATIONS,
    ORGANISATION,
    PRODUCT,
    OrganisedLaunches,
)
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.organised_regression import correlation, explained


def estimate(table: OrganisedLaunches) -> Mapping[str, float]:
    """Return correlations with the value of three years."""
    product = [correlation(table, name) for name in PRODUCT]
    largest = max(abs(correlation(table, name)) for name in ORGANISATION)
    return {
        "integration": correlation(table, "integration"),
        "lead": min(product) - largest,
        "explained": explained(table),
        "quality": product[0],
        "potential": product[1],
    }


ROW = Row(
    id="G45",
    tier=Tier.A,
    kind="I",
    category=Category.DURABLE,
    text="Correlates of new-product performance",
    source="Henard & Szymanski 2001, JMR 38:362; Evanschitzky et al. 2012, JPIM 29(S1):21",
    experiment=E3_ORGANISATIONS,
    statistics=(
        Statistic("integration", "correlation of integration and value of three years", (0.10, 0.40)),
        Statistic("lead", "weaker of product and potential less the strongest of the organisation", (0.0, 1.0)),
        Statistic("explained", "variance that the organisation explains, adjusted", (-1.0, 0.30)),
        Statistic("quality", "correlation of product advantage and value", (0.2, 0.8), gates=False),
        Statistic("potential", "correlation of market potential and value", (0.2, 0.8), gates=False),
    ),
    estimate=estimate,
)
