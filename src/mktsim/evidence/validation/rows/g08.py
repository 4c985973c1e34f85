"""G08: unit cost falls with each doubling of output."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e5_supply import E5, Chain
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Chain) -> Mapping[str, float]:
    """Regress log unit cost on log cumulative output."""
    slope = float(np.polyfit(np.log2(table.cost[:, 0]), np.log2(table.cost[:, 1]), 1)[0])
    return {"progress": 2.0**slope, "given": 2.0**slope - table.progress}


ROW = Row(
    id="G08",
    tier=Tier.B,
    kind="I",
    category=Category.DURABLE,
    text="Experience curve",
    source="Dutton & Thomas 1984, AMR 9:235; Argote & Epple 1990, Science 247:920",
    experiment=E5,
    statistics=(
        Statistic("progress", "progress ratio, log-log regression", (0.75, 0.90)),
        Statistic("given", "distance from the ratio that was put in", (-0.01, 0.01)),
    ),
    estimate=estimate,
)
