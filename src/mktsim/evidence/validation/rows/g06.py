"""G06: how fast a substituted product declines after its peak."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_successor import E3_SUCCESSOR, Successions
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats

_ALIVE = 0.02
"""Share of the peak above which growth is read."""


def estimate(table: Successions) -> Mapping[str, float]:
    """Return the median yearly growth after the peak, and years to half of it."""
    growth, half = [], []
    for units in table.old:
        peak = int(units.argmax())
        growth.append(np.median(decline(units)) if peak < units.size - 2 else np.nan)
        below = np.flatnonzero(units[peak:] <= 0.5 * units[peak])
        half.append(float(below[0]) if below.size else np.nan)
    return {
        "decline": float(np.nanmedian(growth)),
        "half": float(np.nanmedian(half)),
        "halved": float(np.mean(np.isfinite(half))),
    }


def decline(units: Floats) -> Floats:
    """Return yearly growth after the peak while sales are alive."""
    peak = int(units.argmax())
    after = units[peak:]
    kept = after[1:] > _ALIVE * units[peak]
    rates: Floats = (after[1:] / after[:-1] - 1.0)[kept]
    return rates


ROW = Row(
    id="G06",
    tier=Tier.A,
    kind="E",
    category=Category.DURABLE,
    text="Speed of decline over full life cycles",
    source="measured on RIAA, CIPA, Apple, Nintendo and Yugo data",
    experiment=E3_SUCCESSOR,
    statistics=(
        Statistic("decline", "median yearly growth after the peak", (-0.30, -0.10)),
        Statistic("half", "median years from peak to half", (3.0, 9.0)),
        Statistic("halved", "share of launches that fell to half", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
