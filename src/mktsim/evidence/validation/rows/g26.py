"""G26: how much of a trade deal reaches the shelf."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e1_terms import E1_TERMS, Terms
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Terms) -> Mapping[str, float]:
    """Return mean pass-through, and its correlation with share; nothing where all brands are treated alike."""
    same = float(np.ptp(table.passed)) < 1e-6
    correlation = math.nan if same else float(np.corrcoef(table.passed, table.share)[0, 1])
    return {"retailer": float(table.passed.mean()), "correlation": correlation, "ahead": table.bought_ahead}


ROW = Row(
    id="G26",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Retail pass-through of trade deals",
    source="Nijs et al. 2010, Marketing Science 29:250; Besanko, Dubé & Gupta 2005, Marketing Science 24:123",
    experiment=E1_TERMS,
    statistics=(
        Statistic("retailer", "fall of shelf price over fall of invoice, four weeks of 10%", (0.4, 0.8)),
        Statistic("correlation", "correlation of pass-through and share of brands", (0.0, 1.0), gates=False),
        Statistic("ahead", "units bought ahead by retailers (forward buying)", (1.0, math.inf)),
    ),
    estimate=estimate,
)
