"""G09: own-price elasticity of brand sales, log-log regression on weekly data."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import price_table


def estimate(field: Field) -> Mapping[str, float]:
    """Return own elasticities by regression, and their distance from the structural ones."""
    own = np.diag(price_table(field))
    real = np.diag(field.structural)
    return {"mean": float(own.mean()), "weakest": float(own.max()), "ratio": float(own.mean() / real.mean())}


def row(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G09",
        tier=Tier.A,
        kind="M",
        category=category,
        text="Own-price elasticity of brands",
        source="Bijmolt, van Heerde & Pieters 2005, JMR 42:141",
        experiment=E2,
        statistics=(
            Statistic("mean", "own elasticity, mean of brands, weekly log-log regression", (-3.3, -2.0)),
            Statistic("weakest", "weakest own elasticity of any brand", (-9.0, 0.0)),
            Statistic("ratio", "regression over structural elasticity (symmetric 1% steps)", (0.9, 1.1)),
        ),
        estimate=estimate,
    )


ROW = row(Category.STORABLE)
PERISHABLE = row(Category.PERISHABLE)
