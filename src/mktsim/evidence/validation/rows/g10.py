"""G10: the regular price acts less than a deal of the same size."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_SETTLED = slice(13, 52)
"""Weeks in which a regular price is no longer news."""


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return elasticities to a lasting 5% rise and to a one-week 10% cut."""
    regular = shocks.log_ratio("regular_up_5", _SETTLED) / math.log(1.05)
    deal = math.log(shocks.multiple("deal_10")) / math.log(0.90)
    return {"ratio": regular / deal, "weaker": float(abs(regular) < abs(deal)), "regular": regular, "deal": deal}


ROW = Row(
    id="G10",
    tier=Tier.B,
    kind="M",
    category=Category.STORABLE,
    text="Regular price elasticity against promotional",
    source="Tellis 1988, JMR 25:331",
    experiment=E1,
    statistics=(
        Statistic("ratio", "regular (+5% for good) over promotional (-10% for a week) elasticity", (0.3, 0.8)),
        Statistic("weaker", "share of seeds in which the regular one is weaker", (0.9, 1.0)),
        Statistic("regular", "elasticity to the regular price", (-3.0, -0.5), gates=False),
        Statistic("deal", "elasticity to the deal (published -3.63)", (-5.0, -2.0), gates=False),
    ),
    estimate=estimate,
)
