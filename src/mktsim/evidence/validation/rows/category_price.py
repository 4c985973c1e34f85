"""Category price: deal, list price, one chain and everywhere (G51-G53); costs and margins of chains (G56, G58)."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_chains import E1_CHAINS, Levels
from mktsim.evidence.validation.experiments.e1_terms import E1_TERMS, Terms
from mktsim.evidence.validation.experiments.e4_optimum import E4_OPTIMUM, Optimum
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate_g51(table: Levels) -> Mapping[str, float]:
    """Return each level's elasticity over that of the level before, and the elasticities."""
    return {
        "permanent": table.permanent / table.deal,
        "chain": table.chain_late / table.permanent,
        "everywhere": table.everywhere / table.chain_late,
        "deal_elasticity": table.deal,
        "permanent_elasticity": table.permanent,
    }


G51 = Row(
    id="G51",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Deal, list price, one chain, everywhere: elasticities in this order",
    source="Bijmolt, van Heerde & Pieters 2005, JMR 42:141; Hoch, Drèze & Purk 1994; Andreyeva, Long & Brownell 2010",
    experiment=E1_CHAINS,
    statistics=(
        Statistic("permanent", "brand's permanent over its promotional elasticity, chains answering", (0.3, 1.0)),
        Statistic("chain", "a chain's category over a brand's permanent elasticity, second year", (0.0, 0.4)),
        Statistic("everywhere", "category everywhere over one chain's, second year", (0.0, 1.0)),
        Statistic("deal_elasticity", "brand, deal of a week, price only", (-5.0, -2.0), gates=False),
        Statistic("permanent_elasticity", "brand, list price for good, second year", (-3.3, -1.0), gates=False),
    ),
    estimate=estimate_g51,
)
"""The wider a price change is spread, the less it moves volume."""


def estimate_g52(table: Levels) -> Mapping[str, float]:
    """Return elasticities of a chain's category to its own everyday prices."""
    return {"cut": table.chain_cut, "rise": table.chain_rise, "late": table.chain_late}


_VOLUME = (-0.55, -0.15)

G52 = Row(
    id="G52",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Everyday prices of a chain",
    source="Hoch, Drèze & Purk 1994, J Marketing 58(4):16 (26 categories, 86 stores)",
    experiment=E1_CHAINS,
    statistics=(
        Statistic("cut", "elasticity of volume to everyday prices 10% lower (+3%: -0.29), sixteen weeks", _VOLUME),
        Statistic("rise", "the same, 10% higher (-3%: -0.32)", _VOLUME),
        Statistic("late", "the same, mean of both, second year", _VOLUME, gates=False),
    ),
    estimate=estimate_g52,
)
"""A chain's everyday prices move its volume little."""


def estimate_g53(table: Levels) -> Mapping[str, float]:
    """Return the elasticity of category volume to all everyday prices."""
    return {"everywhere": table.everywhere}


G53 = Row(
    id="G53",
    tier=Tier.B,
    kind="M",
    category=Category.STORABLE,
    text="Category demand",
    source="Andreyeva, Long & Brownell 2010, AJPH 100:216 (160 studies of food)",
    experiment=E1_CHAINS,
    statistics=(
        Statistic("everywhere", "elasticity of category volume to everyday prices, second year", (-0.81, -0.27)),
    ),
    estimate=estimate_g53,
    fitted="repeat.outside_attraction, repeat.outside_response",
)
"""People eat a little less of what has become dearer everywhere."""


def estimate_g56(table: Terms) -> Mapping[str, float]:
    """Return money on the shelf per money on the invoice in the end, and how much of it within a quarter and a year."""
    return {
        "passed": table.cost[-1],
        "quarter": table.cost[12] / table.cost[-1],
        "year": table.cost[51] / table.cost[-1],
    }


G56 = Row(
    id="G56",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Costs passed on to regular shelf prices",
    source="Besanko, Dubé & Gupta 2005, Marketing Science 24:123; Nakamura & Zerom 2010, REStud 77:1192",
    experiment=E1_TERMS,
    statistics=(
        Statistic("passed", "rise of shelf price over rise of invoice, money, after two years", (0.6, 1.1)),
        Statistic("year", "share of it within a year", (0.8, 1.0)),
        Statistic("quarter", "share of it within a quarter", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g56,
)
"""Chains pass a rise of all list prices on, nearly money for money, outlet by outlet as contracts come up."""


def estimate_g58(table: Optimum) -> Mapping[str, float]:
    """Return members' margin at the list price that is best for the brand."""
    return {"margin": table.margin}


G58 = Row(
    id="G58",
    tier=Tier.B,
    kind="M",
    category=Category.STORABLE,
    text="Retail margins",
    source="US Census Bureau, Annual Retail Trade Survey: gross margin of grocery stores about 0.25-0.30 of sales",
    experiment=E4_OPTIMUM,
    statistics=(
        Statistic("margin", "members' margin, share of shelf price, at the brand's best list price", (0.18, 0.35)),
    ),
    estimate=estimate_g58,
)
"""Margins that chains keep where a brand asks for its best list price."""
