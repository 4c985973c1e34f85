"""Marketing budget: scale, flat optimum, allocation, advertising share by stage (G38-G41)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from mktsim.evidence.validation.experiments.e0_firms import E0_FIRMS, Firms
from mktsim.evidence.validation.experiments.e4_allocation import E4_ALLOCATION, Allocation
from mktsim.evidence.validation.experiments.e4_optimum import E4_OPTIMUM, Optimum
from mktsim.evidence.validation.experiments.e4_stages import E4_STAGES, StageBudgets
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.inputs.rules import Stage
from mktsim.science.estimators import ols


def estimate_g38(table: Firms) -> Mapping[str, float]:
    """Regress ln return on sales on ln share over firms; firms with a loss have no logarithm and are counted."""
    earning = table.return_on_sales > 0.0
    x = np.column_stack([np.ones(int(earning.sum())), np.log(table.share[earning])])
    found = ols.fit(np.log(table.return_on_sales[earning]), x)
    return {"elasticity": float(found.coefficients[1]), "loss": float(np.mean(~earning))}


G38 = Row(
    id="G38",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Market share and profit",
    source="Edeling & Himme 2018, J Marketing 82:1",
    experiment=E0_FIRMS,
    statistics=(
        Statistic("elasticity", "elasticity of return on sales to market share over firms", (0.05, 0.35)),
        Statistic("loss", "share of firms with a loss", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g38,
)
"""Larger firms earn a little more on each unit of sales, far less than in proportion."""


def estimate_g39(table: Optimum) -> Mapping[str, float]:
    """Return the worst loss of a quarter more or less."""
    return {"flat": 1.0 - min(table.flat[0.75], table.flat[1.25])}


G39 = Row(
    id="G39",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Flat maximum; allocation beats budget size",
    source="Tull et al. 1986; Mantrala, Sinha & Zoltners 1992, JMR 29:162; Fischer et al. 2011",
    experiment=E4_OPTIMUM,
    statistics=(Statistic("flat", "loss of profit with advertising a quarter off its best", (0.0, 0.015)),),
    estimate=estimate_g39,
)
"""First part: near the best budget profit is flat."""


def estimate_g39_allocation(table: Allocation) -> Mapping[str, float]:
    """Return the gain of the best split over one by sales over the gain of the best total over one that is off."""
    split, size = table.best / table.by_sales - 1.0, table.best / table.off - 1.0
    return {"ratio": split / size, "split": split, "size": size}


G39_ALLOCATION = Row(
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
    estimate=estimate_g39_allocation,
)
"""Second part: how a budget is shared between products matters more than how large it is."""


def estimate_g40(table: Optimum) -> Mapping[str, float]:
    """Compare the optimised share with Dorfman and Steiner's."""
    ratio = table.advertising_elasticity / abs(table.price_elasticity)
    return {
        "identity": table.advertising_share / ratio,
        "share": table.advertising_share,
        "price": table.price_elasticity,
        "advertising": table.advertising_elasticity,
        "list": float(np.exp(table.log_price)),
        "weight": float(np.exp(table.log_advertising)),
    }


G40 = Row(
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
        Statistic("list", "best list price over the usual one", (0.85, 1.15), gates=False),
        Statistic("weight", "best advertising over the usual", (0.33, 3.0), gates=False),
    ),
    estimate=estimate_g40,
)
"""The best advertising share is the ratio of elasticities."""


def estimate_g41(table: StageBudgets) -> Mapping[str, float]:
    """Return whether the best advertising over sales falls at every stage; a launch of one stage does not tell."""
    row = [table.shares[stage] for stage in Stage if stage in table.shares]
    if len(row) < 2:
        return {}
    return {"falls": float(all(early > late for early, late in pairwise(row))), "ratio": row[0] / row[-1]}


G41 = Row(
    id="G41",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Advertising over sales falls over the life cycle",
    source="Fischer et al. 2011, Marketing Science 30:568; Nerlove & Arrow 1962",
    experiment=E4_STAGES,
    statistics=(
        Statistic("falls", "share of launches whose best advertising over sales falls at every stage", (0.8, 1.0)),
        Statistic("ratio", "advertising over sales of the first stage over the last one's", (1.0, 9999.0), gates=False),
    ),
    estimate=estimate_g41,
)
"""The best advertising over sales falls from stage to stage of the life cycle."""
