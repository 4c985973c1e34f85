"""G27: sales calls raise sales through listings, with saturation."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mktsim.evidence.validation.experiments.design import YEAR
from mktsim.evidence.validation.experiments.e4_mix import CALLS, E4_MIX, Mix
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Mix) -> Mapping[str, float]:
    """Return the elasticity of the second year's units to calls, and the difference of its two halves."""
    base, down, up = (float(table.focal(name)[YEAR:].sum()) for name in ("base", "calls_down", "calls_up"))
    fall, rise = base - down, up - base
    return {
        "elasticity": math.log(up / down) / math.log(CALLS[1] / CALLS[0]),
        "concave": (fall - rise) / base,
    }


ROW = Row(
    id="G27",
    tier=Tier.B,
    kind="M",
    category=Category.STORABLE,
    text="Personal selling elasticity",
    source="Albers, Mantrala & Sridhar 2010, JMR 47:840; Sridhar, Mantrala & Albers 2014",
    experiment=E4_MIX,
    statistics=(
        Statistic("elasticity", "elasticity of units to sales calls ±30%, second year", (0.15, 0.45)),
        Statistic("concave", "loss of 30% fewer less gain of 30% more calls, share of base", (0.0, 1.0)),
    ),
    estimate=estimate,
)
