"""G20, units: where the gain of a one-week promotion comes from, in paired runs."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_DIP_WEEKS = 8
"""Weeks in which purchases brought forward are missing (EVIDENCE G20)."""


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return the shares of the focal gain that come from other brands, later weeks and new demand."""
    effect = shocks.effect("promotion")
    gain = effect[0, FOCAL]
    switched = -(effect[0].sum() - gain) / gain
    ahead = -effect[1 : _DIP_WEEKS + 1].sum() / gain
    return {"switching": switched, "stockpiling": ahead, "expansion": 1.0 - switched - ahead}


ROW = Row(
    id="G20",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Promotion bump: three quarters switching in elasticities, a third in units",
    source="van Heerde, Gupta & Wittink 2003, JMR 40:481; Bell, Chiang & Padmanabhan 1999; Gupta 1988",
    experiment=E1,
    statistics=(
        Statistic("switching", "units gained from other brands, share of the gain", (0.20, 0.45)),
        Statistic("stockpiling", "units taken from later weeks, share of the gain", (0.20, 0.45)),
        Statistic("expansion", "units that nobody loses, share of the gain", (0.20, 0.45)),
    ),
    estimate=estimate,
)
