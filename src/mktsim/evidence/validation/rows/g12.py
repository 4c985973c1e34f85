"""G12: brands close in price compete most; a dear brand's cut hurts a cheap one more, in elasticities."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import price_table
from mktsim.science.estimators import ols


def estimate(field: Field) -> Mapping[str, float]:
    """Regress cross elasticities, and cross effects in share points, on price distance and direction."""
    table = price_table(field)
    price = field.log_price.mean(axis=(0, 1))
    share = field.units.sum(axis=(0, 1)) / field.units.sum()
    distance = np.abs(price[:, None] - price[None, :])
    dearer = (price[:, None] > price[None, :]).astype(np.float64)
    off = ~np.eye(len(price), dtype=bool)
    x = np.column_stack([distance[off], dearer[off]])
    same = np.zeros(int(off.sum()), np.int64)
    elastic = ols.fit(table[off], x, same)
    points = ols.fit((table * share[None, :])[off] * 100.0, x, same)
    return {
        "distance": float(elastic.coefficients[0]),
        "direction": float(elastic.coefficients[1]),
        "points": float(points.coefficients[1] / points.se[1]),
    }


ROW = Row(
    id="G12",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Neighbourhood and asymmetric price effects",
    source="Sethuraman, Srinivasan & Kim 1999, Marketing Science 18:23",
    experiment=E2,
    statistics=(
        Statistic("distance", "cross elasticity per unit of log price distance", (-99.0, 0.0)),
        Statistic("direction", "cross elasticity of a dearer brand's price, added", (0.0, 99.0)),
        Statistic("points", "t value of the direction in share points (insignificant)", (-2.0, 2.0)),
    ),
    estimate=estimate,
)
