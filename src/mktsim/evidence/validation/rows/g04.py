"""G04: growth after take-off, and the slowdown that ends it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.stage_dates import dates


def estimate(ensemble: Launches) -> Mapping[str, float]:
    """Return length and speed of growth, and depth and place of the slowdown."""
    rows = []
    for number, units in enumerate(ensemble.units):
        found = dates(units, ensemble.households)
        if found.takeoff is None or found.slowdown is None or found.slowdown < found.takeoff + 2:
            continue
        growth = units[found.takeoff + 1 : found.slowdown] / units[found.takeoff : found.slowdown - 1] - 1.0
        reached = ensemble.first[number, : found.slowdown].sum()
        rows.append(
            (
                growth.mean(),
                found.slowdown - found.takeoff,
                1.0 - units[found.slowdown] / units[found.slowdown - 1],
                reached / ensemble.households,
                reached / ensemble.first[number].sum(),
            )
        )
    mean = np.mean(rows, axis=0) if rows else np.full(5, np.nan)
    names = ("growth", "years", "drop", "population", "ultimate")
    return {**dict(zip(names, map(float, mean), strict=True)), "dated": len(rows) / len(ensemble.units)}


ROW = Row(
    id="G04",
    tier=Tier.A,
    kind="E",
    category=Category.DURABLE,
    text="Growth stage and slowdown",
    source="Golder & Tellis 2004, Marketing Science 23:207",
    experiment=E3,
    statistics=(
        Statistic("growth", "mean yearly growth from take-off to slowdown", (0.30, 0.60)),
        Statistic("years", "mean years of growth", (5.0, 12.0)),
        Statistic("drop", "mean drop in the year of slowdown", (0.08, 0.30)),
        Statistic("population", "mean penetration of households at slowdown", (0.25, 0.45)),
        Statistic("ultimate", "mean share of the penetration after twenty years at slowdown", (0.40, 0.65)),
        Statistic("dated", "share of launches with both dates", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
