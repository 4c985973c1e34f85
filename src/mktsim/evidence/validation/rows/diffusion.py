"""Diffusion of new products: Bass coefficients (G01, G02) and word of mouth (G30)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_talk import E2_TALK, Talk
from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats
from mktsim.science.estimators import bass_nls

_Q_TYPICAL = (0.15, 0.9)


def estimate_g01(ensemble: Launches) -> Mapping[str, float]:
    """Fit every launch and return medians."""
    fits = [bass_nls.fit(first) for first in ensemble.first]
    p, q, r2 = (np.array([getattr(one, name) for one in fits]) for name in ("p", "q", "r2"))
    inside = (q > _Q_TYPICAL[0]) & (q < _Q_TYPICAL[1])
    return {
        "p": float(np.median(p)),
        "q": float(np.median(q)),
        "typical": float(inside.mean()),
        "r2": float(np.median(r2)),
    }


G01 = Row(
    id="G01",
    tier=Tier.A,
    kind="M",
    category=Category.DURABLE,
    text="Bass coefficients of durables",
    source="Sultan, Farley & Lehmann 1990, JMR 27:70; Van den Bulte & Stremersch 2004",
    experiment=E3,
    statistics=(
        Statistic("q", "median q per year", (0.30, 0.60)),
        Statistic("p", "median p per year", (0.002, 0.03)),
        Statistic("typical", "share of q within 0.15-0.9", (0.8, 1.0)),
        Statistic("r2", "median R² of the fits", (0.90, 1.0)),
    ),
    estimate=estimate_g01,
)
"""Bass coefficients of launched durables, least squares on yearly first purchases."""
_FEWEST = 5
_EXPLODED = 5.0
"""Multiple of cumulative sales beyond which a fitted potential counts as exploded."""


def estimate_g02(ensemble: Launches) -> Mapping[str, float]:
    """Fit up to the peak and four years past it, relative to the fit on the whole series."""
    found: dict[str, list[tuple[float, float]]] = {"peak": [], "past": []}
    exploded = []
    for first in ensemble.first:
        peak = int(first.argmax()) + 1
        whole = bass_nls.fit(first)
        for name, years in (("peak", peak), ("past", peak + 4)):
            ratio = _truncated_ratio(first[:years], whole) if _FEWEST <= years <= first.size else None
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


def _truncated_ratio(seen: Floats, whole: bass_nls.BassFit) -> tuple[float, float] | None:
    """Return m and q relative to the whole series' fit; None for an exploded fit."""
    fit = bass_nls.fit(seen)
    if fit.at_bound or fit.m > _EXPLODED * seen.sum():
        return None
    return fit.m / whole.m, fit.q / whole.q


G02 = Row(
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
    estimate=estimate_g02,
)
"""Bass fits on truncated series say too small a market and too fast an imitation."""


def estimate_g30(table: Talk) -> Mapping[str, float]:
    """Return elasticities in growth, and how much larger they are early."""
    early = max(table.volume["introduction"], table.volume["growth"])
    return {
        "volume": table.volume["growth"],
        "valence": table.valence["growth"],
        "earlier": early - table.volume["maturity"],
    }


G30 = Row(
    id="G30",
    tier=Tier.B,
    kind="M",
    category=Category.DURABLE,
    text="Word of mouth",
    source="You, Vadakkepatt & Joshi 2015, J Marketing 79:19; Babić Rosario et al. 2016, JMR 53:297",
    experiment=E2_TALK,
    statistics=(
        Statistic("volume", "elasticity of a year's units to the volume of talk (±20%), growth", (0.1, 0.4)),
        Statistic("valence", "elasticity to what is said (perceived quality ±20%), growth", (0.2, 0.6)),
        Statistic("earlier", "volume elasticity early less mature", (0.0, 9.0)),
    ),
    estimate=estimate_g30,
)
"""Word of mouth, its volume and its valence."""
