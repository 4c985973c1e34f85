"""G02: Bass fits on truncated series say too small a market and too fast an imitation."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats
from mktsim.science.estimators import bass_nls

_FEWEST = 5
_EXPLODED = 5.0
"""Multiple of cumulative sales beyond which a fitted potential counts as exploded."""


def estimate(ensemble: Launches) -> Mapping[str, float]:
    """Fit up to the peak and four years past it, relative to the fit on the whole series."""
    found: dict[str, list[tuple[float, float]]] = {"peak": [], "past": []}
    exploded = []
    for first in ensemble.first:
        peak = int(first.argmax()) + 1
        whole = bass_nls.fit(first)
        for name, years in (("peak", peak), ("past", peak + 4)):
            ratio = _ratio(first[:years], whole) if _FEWEST <= years <= first.size else None
            if ratio is not None:
                found[name].append(ratio)
            elif name == "peak":
                exploded.append(years >= _FEWEST)
    table = {name: np.median(np.array(v), axis=0) if v else np.full(2, math.nan) for name, v in found.items()}
    return {
        "m": float(table["peak"][0]),
        "q": float(table["peak"][1]),
        "m_past": float(table["past"][0]),
        "q_past": float(table["past"][1]),
        "exploding": float(np.sum(exploded) / len(ensemble.first)),
    }


def _ratio(seen: Floats, whole: bass_nls.BassFit) -> tuple[float, float] | None:
    """Return m and q relative to the whole series' fit; None for an exploded fit."""
    fit = bass_nls.fit(seen)
    if fit.at_bound or fit.m > _EXPLODED * seen.sum():
        return None
    return fit.m / whole.m, fit.q / whole.q


ROW = Row(
    id="G02",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Bias of Bass fits on truncated series",
    source="Van den Bulte & Lilien 1997, Marketing Science 16:338",
    experiment=E3,
    statistics=(
        Statistic("m", "median m fitted to the peak over m of the whole series", (0.0, 1.0)),
        Statistic("q", "median q fitted to the peak over q of the whole series", (1.0, 3.0)),
        Statistic("m_past", "the same for m, four years past the peak", (0.95, 1.05)),
        Statistic("q_past", "the same for q, four years past the peak", (0.95, 1.05)),
        Statistic("exploding", "share of exploding fits at the peak", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
