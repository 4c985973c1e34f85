"""G21 as the scanner literature sees it: the coefficient of last week's price in a log-log regression."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.estimators import loglog


def estimate(field: Field) -> Mapping[str, float]:
    """Return the coefficient of the lagged own price relative to the current one, mean of brands."""
    count, weeks, brands = field.units.shape
    price = np.exp(field.log_price)
    market = np.repeat(np.arange(count), weeks - 1)
    ratios = []
    for b in range(brands):
        drivers = np.column_stack([price[:, 1:].reshape(-1, brands), price[:, :-1, b].ravel()])
        controls = np.column_stack(
            [field.feature[:, 1:, b].ravel(), field.display[:, 1:, b].ravel(), field.feature[:, :-1, b].ravel()]
        )
        one = loglog.fit(loglog.Panel(field.units[:, 1:, b].ravel(), drivers, market, controls))
        ratios.append(-one.values[brands] / one.values[b])
    return {"lagged": float(np.mean(ratios))}


ROW = Row(
    id="G21",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Post-promotion dip",
    source="van Heerde, Leeflang & Wittink 2000, JMR 37:383; tuna and orange juice data",
    experiment=E2,
    statistics=(
        Statistic(
            "lagged", "lagged over current price coefficient, sign turned (tuna 0.10-0.20)", (0.04, 0.30), gates=False
        ),
    ),
    estimate=estimate,
)
