"""G29: across brands, share rises at an increasing rate with distribution."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_panel import E0_CROSS, CrossSection
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_CONVEX = 1.2


def estimate(cross: CrossSection) -> Mapping[str, float]:
    """Fit share = a·D^b and a quadratic to each category."""
    pairs = list(zip(cross.listing, cross.share, strict=True))
    power = np.array([np.polyfit(np.log(d), np.log(s), 1)[0] for d, s in pairs])
    square = np.array([np.polyfit(d, s, 2)[0] for d, s in pairs])
    return {
        "convex": float((power > _CONVEX).mean()),
        "power": float(np.median(power)),
        "quadratic": float((square > 0.0).mean()),
        "lowest": float(cross.listing.min()),
        "highest": float(cross.listing.max()),
    }


ROW = Row(
    id="G29",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Convex velocity curve: share against weighted distribution",
    source="Farris, Olver & de Kluyver 1989, Marketing Science 8:107; Reibstein & Farris 1995",
    experiment=E0_CROSS,
    statistics=(
        Statistic("convex", "share of categories with exponent above 1.2", (0.70, 1.0)),
        Statistic("power", "median exponent", (1.2, 4.0), gates=False),
        Statistic("quadratic", "share of categories with a positive quadratic term", (0.50, 1.0)),
        Statistic("lowest", "lowest weighted distribution", (0.0, 1.0), gates=False),
        Statistic("highest", "highest weighted distribution", (0.0, math.inf), gates=False),
    ),
    estimate=estimate,
)
