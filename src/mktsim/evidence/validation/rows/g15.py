"""G15: three years' gain from a year of heavier advertising, over the first year's."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, YEAR, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return cumulative gain over three years relative to the first."""
    effect = shocks.effect("heavy")[:, FOCAL]
    return {"ratio": float(effect.sum() / effect[:YEAR].sum())}


ROW = Row(
    id="G15",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Long-run multiplier of advertising",
    source="Lodish et al. 1995, Marketing Science 14:G133",
    experiment=E1,
    statistics=(Statistic("ratio", "gain of three years over the first, +50% for a year", (1.5, 2.5)),),
    estimate=estimate,
)
