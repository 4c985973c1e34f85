"""G01: Bass coefficients of launched durables, least squares on yearly first purchases."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.estimators import bass_nls

_Q_TYPICAL = (0.15, 0.9)


def estimate(ensemble: Launches) -> Mapping[str, float]:
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


ROW = Row(
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
    estimate=estimate,
)
