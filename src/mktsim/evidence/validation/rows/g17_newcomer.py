"""G17 over the life cycle: the ratio is smaller early."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_newcomer import E1_NEWCOMER
from mktsim.evidence.validation.experiments.e1_shock import FOCAL, PULSE, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return the newcomer's ratio less the mature brand's, whole run of a pulse."""
    young = {name: shocks.units(name)[:, FOCAL] for name in ("base", "deal_10", "pulse_up", "pulse_down")}
    return {"earlier": _ratio(young) - _ratio(shocks.mature)}


def _ratio(units: Mapping[str, Floats]) -> float:
    price = math.log(units["deal_10"][0] / units["base"][0]) / math.log(0.90)
    moved = (units["pulse_up"] - units["pulse_down"]) / units["base"] / (2.0 * PULSE)
    return abs(price) / float(moved.sum())


ROW = Row(
    id="G17",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Price elasticity over advertising elasticity",
    source="Sethuraman & Tellis 1991, JMR 28:160",
    experiment=E1_NEWCOMER,
    statistics=(Statistic("earlier", "ratio in introduction less ratio when mature (whole run)", (-99.0, 0.0)),),
    estimate=estimate,
)
