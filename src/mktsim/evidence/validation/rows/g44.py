"""G44: how many new products fail."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_firm import E3_FIRM, FirmLaunches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: FirmLaunches) -> Mapping[str, float]:
    """Return the share of launches that lose money over five years, and how far quality tells."""
    return {
        "failed": float(np.mean(table.value < 0.0)),
        "quality": float(np.corrcoef(table.quality, table.value)[0, 1]),
    }


ROW = Row(
    id="G44",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="New-product failure",
    source="Castellion & Markham 2013, JPIM 30:976; Evanschitzky et al. 2012",
    experiment=E3_FIRM,
    statistics=(
        Statistic("failed", "share of launches with negative value over five years", (0.30, 0.50)),
        Statistic("quality", "correlation of quality and value (product advantage, G45)", (0.2, 0.8), gates=False),
    ),
    estimate=estimate,
)
