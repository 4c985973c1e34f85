"""G35: what buyers do who find the shelf empty."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_terms import E1_TERMS, Terms
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Terms) -> Mapping[str, float]:
    """Return the shares of unserved demand by what became of it."""
    store, brand, later = (units / table.short for units in (table.other_store, table.other_brand, table.delayed))
    none = 1.0 - store - brand - later
    return {
        "maker": brand + none,
        "store": store,
        "brand": brand,
        "delay": later,
        "none": none,
        "retailer": store + none,
    }


ROW = Row(
    id="G35",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Out-of-stock response",
    source="Corsten & Gruen 2003, IJRDM 31:605; Gruen, Corsten & Bharadwaj 2002",
    experiment=E1_TERMS,
    statistics=(
        Statistic("maker", "share of unserved demand that the maker loses", (0.30, 0.55)),
        Statistic("retailer", "share that the retailer loses", (0.30, 0.45)),
        Statistic("store", "buys in another store (0.31)", (0.23, 0.39)),
        Statistic("brand", "buys another brand or variant (0.45)", (0.37, 0.53)),
        Statistic("delay", "comes back (0.15)", (0.07, 0.23)),
        Statistic("none", "buys nothing (0.09)", (0.01, 0.17)),
    ),
    estimate=estimate,
)
