"""G40: the best advertising share is the ratio of elasticities."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e4_optimum import E4_OPTIMUM, Optimum
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Optimum) -> Mapping[str, float]:
    """Compare the optimised share with Dorfman and Steiner's."""
    ratio = table.advertising_elasticity / abs(table.price_elasticity)
    return {
        "identity": table.advertising_share / ratio,
        "share": table.advertising_share,
        "price": table.price_elasticity,
        "advertising": table.advertising_elasticity,
    }


ROW = Row(
    id="G40",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Dorfman-Steiner: best advertising share",
    source="Dorfman & Steiner 1954, AER 44:826",
    experiment=E4_OPTIMUM,
    statistics=(
        Statistic("identity", "optimised advertising share over the ratio of elasticities", (0.85, 1.15)),
        Statistic("share", "optimised advertising over revenue", (0.0, 0.3), gates=False),
        Statistic("price", "price elasticity at the optimum, at rest", (-9.0, -1.0), gates=False),
        Statistic("advertising", "advertising elasticity at the optimum, at rest", (0.0, 0.5), gates=False),
    ),
    estimate=estimate,
)
