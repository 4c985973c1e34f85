"""G18: with a concave response and no wear-out, even spending is at least as good as pulses."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e4_wear import E4_WEAR, Campaign
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Campaign) -> Mapping[str, float]:
    """Return what the best pulses gain over even spending, share of units."""
    return {"unworn": _gain(table.unworn), "worn": _gain(table.units)}


def _gain(units: Mapping[str, float]) -> float:
    return max(units["bursts"], units["rare"]) / units["even"] - 1.0


ROW = Row(
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
    estimate=estimate,
)
