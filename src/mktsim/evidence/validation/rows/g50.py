"""G50: own-price elasticity over the life cycle; contested, so reported."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e2_talk import E2_TALK, Talk
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Talk) -> Mapping[str, float]:
    """Return own elasticities by stage, and the fall of cross elasticities."""
    return {
        "least": max(table.price.values()),
        **table.price,
        "cross": table.cross["introduction"] - table.cross["maturity"],
    }


ROW = Row(
    id="G50",
    tier=Tier.C,
    kind="E",
    category=Category.DURABLE,
    text="Own-price elasticity over the life cycle",
    source="Simon 1979, JMR 16:439; Tellis 1988; Parker & Neelamegham 1997; Auer & Papies 2020",
    experiment=E2_TALK,
    statistics=(
        Statistic("least", "weakest own elasticity of three stages (negative; contested otherwise)", (-9.0, 0.0)),
        Statistic("introduction", "own elasticity, first year", (-9.0, 0.0), gates=False),
        Statistic("growth", "own elasticity, third year", (-9.0, 0.0), gates=False),
        Statistic("maturity", "own elasticity, tenth year", (-9.0, 0.0), gates=False),
        Statistic("cross", "cross elasticity early less mature (published: falls)", (0.0, 9.0), gates=False),
    ),
    estimate=estimate,
)
