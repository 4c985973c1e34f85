"""G36: orders vary more than demand, more so upstream."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e5_supply import E5, Chain
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Chain) -> Mapping[str, float]:
    """Return the first echelon's ratio over the closed form, its growth, and what batching and sharing do."""
    return {
        "formula": float(table.usual[0] / table.expected),
        "monotone": float(np.all(np.diff(table.usual) > 0.0)),
        "batching": float(table.batched[0] / table.usual[0]),
        "sharing": float(table.shared[-1] / table.usual[-1]),
        "first": float(table.usual[0]),
        "last": float(table.usual[-1]),
    }


def row(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G36",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Bullwhip",
        source="Chen et al. 2000, Management Science 46:436; Lee, Padmanabhan & Whang 1997; Cachon et al. 2007",
        experiment=E5,
        statistics=(
            Statistic("formula", "variance of orders over the closed form, first echelon", (0.95, 1.05)),
            Statistic("monotone", "share of seeds in which it grows upstream", (0.95, 1.0)),
            Statistic("batching", "first echelon, orders every four weeks over every week", (1.0, math.inf)),
            Statistic("sharing", "last echelon, final demand known to all over not", (0.0, 0.80)),
            Statistic("first", "variance of orders over demand, first echelon", (1.0, 99.0), gates=False),
            Statistic("last", "variance of orders over demand, fourth echelon", (1.0, 1e9), gates=False),
        ),
        estimate=estimate,
    )


ROW = row(Category.STORABLE)
DURABLE = row(Category.DURABLE)
