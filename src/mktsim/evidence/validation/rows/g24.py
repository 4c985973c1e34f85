"""G24: frequent deals lower the regular baseline and the deal's effect, and raise price sensitivity."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e4_mix import E4_DEALING, Dealing
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Dealing) -> Mapping[str, float]:
    """Return frequent over seldom: baseline, effect of an event, elasticity to the regular price."""
    return {
        "baseline": table.regular["often"] / table.regular["seldom"],
        "event": table.deal["often"] / table.deal["seldom"],
        "regular": table.price["often"] / table.price["seldom"],
    }


ROW = Row(
    id="G24",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="What frequent dealing does to the brand",
    source="Mela, Gupta & Lehmann 1997, JMR 34:248; Jedidi, Mela & Gupta 1999",
    experiment=E4_DEALING,
    statistics=(
        Statistic("baseline", "regular-price sales, deals in 25% over 5% of weeks", (0.0, 0.999)),
        Statistic("event", "log effect of one deal, 25% over 5%", (0.0, 0.999)),
        Statistic("regular", "regular price elasticity, 25% over 5%", (1.001, 5.0)),
    ),
    estimate=estimate,
)
