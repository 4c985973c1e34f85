"""G30: word of mouth, its volume and its valence."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e2_talk import E2_TALK, Talk
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Talk) -> Mapping[str, float]:
    """Return elasticities in growth, and how much larger they are early."""
    early = max(table.volume["introduction"], table.volume["growth"])
    return {
        "volume": table.volume["growth"],
        "valence": table.valence["growth"],
        "earlier": early - table.volume["maturity"],
    }


ROW = Row(
    id="G30",
    tier=Tier.B,
    kind="M",
    category=Category.DURABLE,
    text="Word of mouth",
    source="You, Vadakkepatt & Joshi 2015, J Marketing 79:19; Babić Rosario et al. 2016, JMR 53:297",
    experiment=E2_TALK,
    statistics=(
        Statistic("volume", "elasticity of a year's units to the volume of talk (±20%), growth", (0.1, 0.4)),
        Statistic("valence", "elasticity to what is said (perceived quality ±20%), growth", (0.2, 0.6)),
        Statistic("earlier", "volume elasticity early less mature", (0.0, 9.0)),
    ),
    estimate=estimate,
)
