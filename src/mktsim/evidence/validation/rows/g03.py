"""G03: new durables take off after some years."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.stage_dates import dates

_SUCCESS = 0.05
"""Penetration of households after twenty years from which a launch counts as a success: assumption."""


def estimate(ensemble: Launches) -> Mapping[str, float]:
    """Return time, penetration and price at take-off."""
    years, reach, price, jump = [], [], [], []
    success = ensemble.first.sum(axis=1) >= _SUCCESS * ensemble.households
    for number in np.flatnonzero(success):
        units = ensemble.units[number]
        year = dates(units, ensemble.households).takeoff
        if year is None:
            continue
        years.append(year + 1)
        reach.append(ensemble.first[number, :year].sum() / ensemble.households if year else np.nan)
        price.append(ensemble.price[number, year])
        jump.append(units[year] / units[year - 1] - 1.0 if year else np.nan)
    return {
        "years": float(np.mean(years)),
        "exists": len(years) / max(int(success.sum()), 1),
        "success": float(success.mean()),
        "penetration": float(np.nanmean(reach)),
        "price": float(np.mean(price)),
        "jump": float(np.nanmean(jump)),
    }


ROW = Row(
    id="G03",
    tier=Tier.A,
    kind="E",
    category=Category.DURABLE,
    text="Time to take-off of new durables",
    source="Golder & Tellis 1997, Marketing Science 16:256; Tellis, Stremersch & Yin 2003",
    experiment=E3,
    statistics=(
        Statistic("years", "mean year of take-off", (3.0, 8.0)),
        Statistic("exists", "share of successes (5% of households in twenty years) that take off", (0.8, 1.0)),
        Statistic("penetration", "mean penetration of households at take-off", (0.005, 0.05)),
        Statistic("price", "mean price at take-off over launch price, learning on", (0.0, 0.9)),
        Statistic("success", "share of launches that succeed", (0.0, 1.0), gates=False),
        Statistic("jump", "mean growth in the year of take-off", (0.5, 6.0), gates=False),
    ),
    estimate=estimate,
)
