"""Supply chain: experience curve, response to stock-outs, bullwhip effect (G08, G35, G36)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e1_terms import E1_TERMS, Fate, Terms
from mktsim.evidence.validation.experiments.e5_supply import E5, Chain
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate_g08(table: Chain) -> Mapping[str, float]:
    """Regress log unit cost on log cumulative output."""
    slope = float(np.polyfit(np.log2(table.cost[:, 0]), np.log2(table.cost[:, 1]), 1)[0])
    return {"progress": 2.0**slope, "given": 2.0**slope - table.progress}


G08 = Row(
    id="G08",
    tier=Tier.B,
    kind="I",
    category=Category.DURABLE,
    text="Experience curve",
    source="Dutton & Thomas 1984, AMR 9:235; Argote & Epple 1990, Science 247:920",
    experiment=E5,
    statistics=(
        Statistic("progress", "progress ratio, log-log regression", (0.75, 0.90)),
        Statistic("given", "distance from the ratio that was put in", (-0.01, 0.01)),
    ),
    estimate=estimate_g08,
)
"""Unit cost falls with each doubling of output."""


def estimate_g35(table: Terms) -> Mapping[str, float]:
    """Return the shares of demand by what became of it where outlets have not got the item in a week."""
    store, brand, _ = _shares(table.missing)
    return {"store": store, "brand": brand, "later": 1.0 - store - brand, "maker": 1.0 - store, "retailer": 1.0 - brand}


def estimate_g35_stock_out(table: Terms) -> Mapping[str, float]:
    """Return the shares of demand by what became of it where shelves are empty."""
    store, brand, later = _shares(table.stock_out)
    return {"empty_store": store, "empty_brand": brand, "empty_delay": later, "empty_none": 1.0 - store - brand - later}


def _shares(fate: Fate) -> tuple[float, float, float]:
    return fate.other_store / fate.short, fate.other_brand / fate.short, fate.delayed / fate.short


G35 = Row(
    id="G35",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Out-of-stock response",
    source="Corsten & Gruen 2003, IJRDM 31:605; Gruen, Corsten & Bharadwaj 2002",
    experiment=E1_TERMS,
    statistics=(
        Statistic("store", "item missing: buys it in another store (0.31)", (0.23, 0.39)),
        Statistic("brand", "item missing: buys another brand or variant (0.45)", (0.37, 0.53)),
        Statistic("later", "item missing: buys later or nothing (0.24)", (0.16, 0.32)),
        Statistic("maker", "item missing: the maker loses in that week", (0.30, 0.80), gates=False),
        Statistic("retailer", "item missing: the retailer loses in that week", (0.30, 0.65), gates=False),
    ),
    estimate=estimate_g35,
    fitted="stores.other_store, stores.no_purchase",
)
"""What buyers do who do not find what they want: items that are missing from the range."""
G35_STOCK_OUT = Row(
    id="G35",
    tier=Tier.B,
    kind="I",
    category=Category.STORABLE,
    text="Out-of-stock response",
    source="Corsten & Gruen 2003, IJRDM 31:605; Gruen, Corsten & Bharadwaj 2002",
    experiment=E1_TERMS,
    statistics=(
        Statistic("empty_store", "shelf empty: buys it in another store (0.31)", (0.23, 0.39)),
        Statistic("empty_brand", "shelf empty: buys another brand or variant (0.45)", (0.37, 0.53)),
        Statistic("empty_delay", "shelf empty: comes back (0.15)", (0.07, 0.23)),
        Statistic("empty_none", "shelf empty: buys nothing (0.09)", (0.01, 0.17)),
    ),
    estimate=estimate_g35_stock_out,
    typed="supply.other_store, other_brand and delay",
)
""" where stock has run out: the split is typed, so it repeats parameters."""


def estimate_g36(table: Chain) -> Mapping[str, float]:
    """Return the first echelon's ratio over the closed form, its growth, and what batching and sharing do."""
    return {
        "formula": float(table.usual[0] / table.expected),
        "monotone": float(np.all(np.diff(table.usual) > 0.0)),
        "batching": float(table.batched[0] / table.usual[0]),
        "sharing": float(table.shared[-1] / table.usual[-1]),
        "first": float(table.usual[0]),
        "last": float(table.usual[-1]),
    }


def row_g36(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G36",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Bullwhip",
        source="Chen et al. 2000, Management Science 46:436; Lee, Padmanabhan & Whang 1997; Cachon et al. 2007",
        experiment=E5,
        statistics=(
            Statistic("formula", "variance of orders over the closed form, first echelon", (0.95, 1.05)),
            Statistic("monotone", "share of seeds in which it grows upstream", (0.95, 1.0)),
            Statistic("batching", "first echelon, orders every four weeks over every week", (1.0, math.inf)),
            Statistic("sharing", "last echelon, final demand known to all over not", (0.0, 0.80)),
            Statistic("first", "variance of orders over demand, first echelon", (1.0, 99.0), gates=False),
            Statistic("last", "variance of orders over demand, fourth echelon", (1.0, 1e9), gates=False),
        ),
        estimate=estimate_g36,
    )


G36 = row_g36(Category.STORABLE)
"""Orders vary more than demand, more so upstream."""
G36_DURABLE = row_g36(Category.DURABLE)
