"""G17: price elasticity over advertising elasticity."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, PULSE, YEAR, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return the ratio to the week's advertising elasticity and to that of a sustained change."""
    deal = math.log(shocks.multiple("deal_10")) / math.log(0.90)
    moved = (shocks.units("pulse_up") - shocks.units("pulse_down"))[0, FOCAL]
    week = moved / shocks.units("base")[0, FOCAL] / (2.0 * PULSE)
    year = shocks.log_ratio("year_up", slice(26, YEAR)) / math.log(1.10)
    return {"short": abs(deal) / week, "sustained": abs(deal) / year}


ROW = Row(
    id="G17",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Price elasticity over advertising elasticity",
    source="Sethuraman & Tellis 1991, JMR 28:160",
    experiment=E1,
    statistics=(
        Statistic("short", "price over short-run advertising elasticity", (8.0, 30.0)),
        Statistic("sustained", "price over sustained advertising elasticity", (4.0, 30.0), gates=False),
    ),
    estimate=estimate,
)
