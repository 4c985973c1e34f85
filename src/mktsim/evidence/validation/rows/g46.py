"""G46: integration helps through information, more with resources; meetings alone do not."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e3_capabilities import E3_CAPABILITIES, Capabilities
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Capabilities) -> Mapping[str, float]:
    """Return effects of two by two, coordination by resources, and of meetings, paired and standardised."""
    few, many = table.effect("apart, few", "close, few"), table.effect("apart, many", "close, many")
    found = {
        "information": 0.5 * (few + many),
        "interaction": 0.5 * (many - few),
        "meetings": table.effect("light meetings", "heavy meetings"),
    }
    return {name: float(one.mean()) / table.spread for name, one in found.items()}


ROW = Row(
    id="G46",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Integration helps conditionally",
    source="Troy, Hirunyawipada & Paswan 2008, J Marketing 72:132; Leenders & Wierenga 2008, IJRM 25:56",
    experiment=E3_CAPABILITIES,
    statistics=(
        Statistic("information", "effect of quicker, clearer information on value, standardised", (0.0, 1.0)),
        Statistic("interaction", "the same effect's rise with resources, standardised", (0.0, 1.0)),
        Statistic("meetings", "effect of the attention that messages cost, standardised", (-1.0, 0.05)),
    ),
    estimate=estimate,
)
