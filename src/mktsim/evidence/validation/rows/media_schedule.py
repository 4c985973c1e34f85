"""Media schedules: even spending against pulses, wear-out (G18, G19)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e4_wear import E4_WEAR, Campaign
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate_g18(table: Campaign) -> Mapping[str, float]:
    """Return what the best pulses gain over even spending, share of units."""
    return {"unworn": _gain(table.unworn), "worn": _gain(table.units)}


def _gain(units: Mapping[str, float]) -> float:
    return max(units["bursts"], units["rare"]) / units["even"] - 1.0


G18 = Row(
    id="G18",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Pulsed against even advertising",
    source="Sasieni 1971; Mahajan & Muller 1986; Simon 1982; Mesak 1992",
    experiment=E4_WEAR,
    statistics=(
        Statistic("unworn", "gain of the best pulses over even spending, no wear-out (concave)", (-1.0, 0.005)),
        Statistic("worn", "the same with the scenario's wear-out", (-1.0, 1.0), gates=False),
    ),
    estimate=estimate_g18,
)
"""With a concave response and no wear-out, even spending is at least as good as pulses."""


def estimate_g19(table: Campaign) -> Mapping[str, float]:
    """Return the largest rise between quarters, what was lost over the campaign, and what the pause gave back."""
    running, after = table.effect[:-1], table.effect[-1]
    lost = running[0] - running[-1]
    return {
        "rise": float(np.diff(running).max() / running[0]),
        "recovered": float((after - running[-1]) / lost) if lost > 0.0 else np.nan,
        "lost": float(lost / running[0]),
    }


G19 = Row(
    id="G19",
    tier=Tier.B,
    kind="I",
    category=Category.STORABLE,
    text="Wear-in quick, wear-out slow",
    source="Tellis 2009, J Advertising Research; Naik, Mantrala & Sawyer 1998",
    experiment=E4_WEAR,
    statistics=(
        Statistic("rise", "largest rise of the effect of a point from quarter to quarter after week 8", (-1.0, 0.0)),
        Statistic("recovered", "share of the loss that twelve weeks of pause give back", (0.5, 1.5)),
        Statistic("lost", "share of the effect lost over these quarters", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g19,
)
"""A steady campaign wears out slowly and recovers in a pause."""
