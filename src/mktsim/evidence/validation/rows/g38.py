"""G38: larger firms earn a little more on each unit of sales, far less than in proportion."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_firms import E0_FIRMS, Firms
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.estimators import ols


def estimate(table: Firms) -> Mapping[str, float]:
    """Regress ln return on sales on ln share over firms; firms with a loss have no logarithm and are counted."""
    earning = table.return_on_sales > 0.0
    x = np.column_stack([np.ones(int(earning.sum())), np.log(table.share[earning])])
    found = ols.fit(np.log(table.return_on_sales[earning]), x)
    return {"elasticity": float(found.coefficients[1]), "loss": float(np.mean(~earning))}


ROW = Row(
    id="G38",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Market share and profit",
    source="Edeling & Himme 2018, J Marketing 82:1",
    experiment=E0_FIRMS,
    statistics=(
        Statistic("elasticity", "elasticity of return on sales to market share over firms", (0.05, 0.35)),
        Statistic("loss", "share of firms with a loss", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
