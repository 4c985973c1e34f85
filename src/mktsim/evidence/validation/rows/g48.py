"""G48: marketing's capability tells most, then that of research and development, then of operations."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e3_organisations import E3_ORGANISATIONS, OrganisedLaunches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.organised_regression import standardised


def estimate(table: OrganisedLaunches) -> Mapping[str, float]:
    """Return standardised effects of one standard deviation of skill of each group of departments."""
    found = standardised(table)
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
    experiment=E3_ORGANISATIONS,
    statistics=(
        Statistic("marketing", "effect of marketing's skill on value, standardised", (0.0, 1.0)),
        Statistic("first", "the same less the effect of research and development", (0.0, 1.0)),
        Statistic("second", "effect of research and development less that of operations", (0.0, 1.0)),
        Statistic("rnd", "effect of research and development", (0.0, 1.0), gates=False),
        Statistic("operations", "effect of operations", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
