"""Absence: silent brands and delisted brands (G54, G55)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e1_absence import E1_ABSENCE, Absence
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate_g54(table: Absence) -> Mapping[str, float]:
    """Return the mean change over brands by year, and how much more the smaller half loses in the third."""
    by_year = table.silent.mean(axis=0)
    order = np.argsort(table.share)
    half = order.size // 2
    small, large = table.silent[order[:half], -1].mean(), table.silent[order[half:], -1].mean()
    return {"first": by_year[0], "second": by_year[1], "third": by_year[2], "smaller": float(small - large)}


G54 = Row(
    id="G54",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Brands that stop advertising",
    source="Hartnett, Gelzinis, Beal, Kennedy & Sharp 2021, J Advertising Research 61:247 (41 brands of drinks)",
    experiment=E1_ABSENCE,
    statistics=(
        Statistic(
            "first", "change of units in the first year without advertising (-0.16), mean of brands", (-0.22, -0.10)
        ),
        Statistic("second", "the same, second year (-0.25)", (-0.33, -0.17)),
        Statistic("third", "the same, third year (-0.36)", (-0.46, -0.26)),
        Statistic("smaller", "change of the smaller brands less that of the larger, third year", (-1.0, 0.0)),
    ),
    estimate=estimate_g54,
)
"""Sales erode slowly without advertising, those of small brands faster. Bands: a quarter and more about the means,
which are of one country's drinks."""


def estimate_g55(table: Absence) -> Mapping[str, float]:
    """Return means weighted by sales, and how much more the largest brand's absence costs the chain a unit."""
    order = np.argsort(table.share)
    return {
        "elsewhere": float(table.share @ table.elsewhere),
        "chain": float(table.share @ table.chain_loss),
        "leader": float(table.chain_loss[order[-1]] - table.chain_loss[order[0]]),
    }


G55 = Row(
    id="G55",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="A brand taken out of a chain's range",
    source="Corsten & Gruen 2003, IJRDM 31:605; Sloot & Verhoef 2008, J Retailing 84:281",
    experiment=E1_ABSENCE,
    statistics=(
        Statistic(
            "elsewhere", "sales of the brand in the chain that move to other chains (other store: 0.31)", (0.20, 0.45)
        ),
        Statistic(
            "chain", "of these sales, what the chain's category loses (other store or nothing: 0.40-0.55)", (0.30, 0.60)
        ),
        Statistic(
            "leader", "loss a unit: the largest brand's less the smallest's (equity and share decide)", (0.0, 1.0)
        ),
    ),
    estimate=estimate_g55,
)
"""Some buyers follow a delisted brand to other chains, the more the stronger the brand."""
