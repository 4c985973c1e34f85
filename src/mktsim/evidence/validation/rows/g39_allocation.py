"""G39, second part: how a budget is shared between products matters more than how large it is."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e4_allocation import E4_ALLOCATION, Allocation
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Allocation) -> Mapping[str, float]:
    """Return the gain of the best split over one by sales over the gain of the best total over one that is off."""
    split, size = table.best / table.by_sales - 1.0, table.best / table.off - 1.0
    return {"ratio": split / size, "split": split, "size": size}


ROW = Row(
    id="G39",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Flat maximum; allocation beats budget size",
    source="Tull et al. 1986; Mantrala, Sinha & Zoltners 1992, JMR 29:162; Fischer et al. 2011",
    experiment=E4_ALLOCATION,
    statistics=(
        Statistic("ratio", "gain of the best split over gain of the best total", (3.0, 9999.0)),
        Statistic("size", "loss of profit with the total a quarter off, best split", (0.0, 0.015), gates=False),
        Statistic("split", "gain of the best split over a split by sales", (0.0, 9.0), gates=False),
    ),
    estimate=estimate,
)
