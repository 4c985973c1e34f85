"""G48: marketing's capability tells most, then that of research and development, then of operations."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e3_capabilities import E3_CAPABILITIES, Capabilities
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Capabilities) -> Mapping[str, float]:
    """Return paired, standardised effects of one standard deviation of skill of each group of departments."""
    groups = ("marketing", "rnd", "operations")
    found = {one: float(table.effect(f"weak {one}", f"strong {one}").mean()) / table.spread for one in groups}
    return {
        "marketing": found["marketing"],
        "first": found["marketing"] - found["rnd"],
        "second": found["rnd"] - found["operations"],
        "rnd": found["rnd"],
        "operations": found["operations"],
    }


ROW = Row(
    id="G48",
    tier=Tier.B,
    kind="I",
    category=Category.DURABLE,
    text="Capabilities and performance",
    source="Krasnikov & Jayachandran 2008, J Marketing 72:1; Kirca, Jayachandran & Bearden 2005",
    experiment=E3_CAPABILITIES,
    statistics=(
        Statistic("marketing", "effect of marketing's skill on value, standardised", (0.0, 1.0)),
        Statistic("first", "the same less the effect of research and development", (0.0, 1.0)),
        Statistic("second", "effect of research and development less that of operations", (0.0, 1.0)),
        Statistic("rnd", "effect of research and development", (0.0, 1.0), gates=False),
        Statistic("operations", "effect of operations", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
