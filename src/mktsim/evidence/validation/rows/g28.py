"""G28: total elasticities of the mix over two years: distribution, advertising, discounts, in this order."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e4_mix import E4_MIX, FOCAL, STEP, Mix
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Mix) -> Mapping[str, float]:
    """Return elasticities over two years; product line is not in the market (one variant a brand)."""
    listed = [table.runs[name].listing[:, FOCAL].mean() for name in ("distribution", "distribution_base")]
    distribution = _log(table, "distribution", "distribution_base") / float(np.log(listed[0] / listed[1]))
    advertising = _log(table, "advertising", "base") / math.log(STEP)
    discount = _log(table, "discount", "base") / math.log(STEP)
    return {
        "distribution": distribution,
        "advertising": advertising,
        "discount": discount,
        "ranking": float(distribution > advertising > discount),
    }


def _log(table: Mix, name: str, base: str) -> float:
    return float(np.log(table.focal(name).sum() / table.focal(base).sum()))


ROW = Row(
    id="G28",
    tier=Tier.A,
    kind="M",
    category=Category.STORABLE,
    text="Distribution elasticity and ranking of the mix",
    source="Ataman, van Heerde & Mela 2010, JMR 47:866",
    experiment=E4_MIX,
    statistics=(
        Statistic("distribution", "elasticity of units to distribution, two years", (0.5, 1.2)),
        Statistic("advertising", "elasticity of units to advertising, two years", (0.05, 0.30)),
        Statistic("discount", "elasticity of units to depth of discounts, two years", (-0.10, 0.10)),
        Statistic("ranking", "share of seeds ranked distribution, advertising, discount", (0.9, 1.0)),
    ),
    estimate=estimate,
)
