"""G39, first part: near the best budget profit is flat."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e4_optimum import E4_OPTIMUM, Optimum
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Optimum) -> Mapping[str, float]:
    """Return the worst loss of a quarter more or less."""
    return {"flat": 1.0 - min(table.flat[0.75], table.flat[1.25])}


ROW = Row(
    id="G39",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Flat maximum; allocation beats budget size",
    source="Tull et al. 1986; Mantrala, Sinha & Zoltners 1992, JMR 29:162; Fischer et al. 2011",
    experiment=E4_OPTIMUM,
    statistics=(Statistic("flat", "loss of profit with advertising a quarter off its best", (0.0, 0.015)),),
    estimate=estimate,
)
