"""G11: cross-price elasticities, off the diagonal of the same regression."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import price_table


def estimate(field: Field) -> Mapping[str, float]:
    """Return mean, median and sign of cross elasticities."""
    table = price_table(field)
    cross = table[~np.eye(len(table), dtype=bool)]
    return {
        "mean": float(cross.mean()),
        "median": float(np.median(cross)),
        "skew": float(cross.mean() - np.median(cross)),
        "positive": float((cross > 0.0).mean()),
    }


def row(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G11",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Cross-price elasticity between brands",
        source="Auer & Papies 2020, JAMS 48:584",
        experiment=E2,
        statistics=(
            Statistic("mean", "cross elasticity, mean of pairs", (0.10, 0.45)),
            Statistic("median", "cross elasticity, median of pairs", (0.0, 0.45), gates=False),
            Statistic("skew", "mean less median (the median is smaller)", (0.0, 1.0)),
            Statistic("positive", "share of positive cross elasticities", (0.8, 1.0)),
        ),
        estimate=estimate,
    )


ROW = row(Category.STORABLE)
PERISHABLE = row(Category.PERISHABLE)
