"""G05: some launches fall from a first peak and recover above it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats

_DEPTH = 0.20


def estimate(ensemble: Launches) -> Mapping[str, float]:
    """Return the share of launches with a saddle, and its mean depth."""
    depths = np.array([saddle(units) for units in ensemble.units])
    found = depths >= _DEPTH
    return {"share": float(found.mean()), "depth": float(depths[found].mean()) if found.any() else np.nan}


def saddle(units: Floats) -> float:
    """Return the deepest fall from an earlier peak that a later year exceeds, share; zero for none."""
    deepest = 0.0
    highest = np.maximum.accumulate(units)
    for year in range(1, units.size - 1):
        if units[year + 1 :].max() > highest[year]:
            deepest = max(deepest, 1.0 - units[year] / highest[year])
    return deepest


ROW = Row(
    id="G05",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Saddle in growth",
    source="Goldenberg, Libai & Muller 2002, J Marketing 66:1; Chandrasekaran & Tellis 2011",
    experiment=E3,
    statistics=(
        Statistic("share", "share of launches that fall 20% and recover above", (0.10, 0.60)),
        Statistic("depth", "mean depth of saddles (published 29%)", (0.2, 0.4), gates=False),
    ),
    estimate=estimate,
)
