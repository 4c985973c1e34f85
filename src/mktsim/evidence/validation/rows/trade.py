"""Trade: pass-through, sales calls, elasticities of the mix, distribution and share (G26-G29)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR
from mktsim.evidence.validation.experiments.e0_panel import E0_CROSS, CrossSection
from mktsim.evidence.validation.experiments.e1_terms import E1_TERMS, Terms
from mktsim.evidence.validation.experiments.e4_mix import CALLS, E4_MIX, FOCAL, STEP, Mix
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate_g26(table: Terms) -> Mapping[str, float]:
    """Return mean pass-through, and its correlation with share; nothing where all brands are treated alike."""
    same = float(np.ptp(table.passed)) < 1e-6
    correlation = math.nan if same else float(np.corrcoef(table.passed, table.share)[0, 1])
    return {"retailer": float(table.passed.mean()), "correlation": correlation, "ahead": table.bought_ahead}


G26 = Row(
    id="G26",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Retail pass-through of trade deals",
    source="Nijs et al. 2010, Marketing Science 29:250; Besanko, Dubé & Gupta 2005, Marketing Science 24:123",
    experiment=E1_TERMS,
    statistics=(
        Statistic("retailer", "fall of shelf price over fall of invoice, four weeks of 10%", (0.4, 0.8)),
        Statistic("correlation", "correlation of pass-through and share of brands", (0.0, 1.0), gates=False),
        Statistic("ahead", "units bought ahead by retailers (forward buying)", (1.0, math.inf)),
    ),
    estimate=estimate_g26,
)
"""How much of a trade deal reaches the shelf."""


def estimate_g27(table: Mix) -> Mapping[str, float]:
    """Return the elasticity of the second year's units to calls, and the difference of its two halves."""
    base, down, up = (float(table.focal(name)[YEAR:].sum()) for name in ("base", "calls_down", "calls_up"))
    fall, rise = base - down, up - base
    return {
        "elasticity": math.log(up / down) / math.log(CALLS[1] / CALLS[0]),
        "concave": (fall - rise) / base,
    }


G27 = Row(
    id="G27",
    tier=Tier.B,
    kind="M",
    category=Category.STORABLE,
    text="Personal selling elasticity",
    source="Albers, Mantrala & Sridhar 2010, JMR 47:840; Sridhar, Mantrala & Albers 2014",
    experiment=E4_MIX,
    statistics=(
        Statistic("elasticity", "elasticity of units to sales calls ±30%, second year", (0.15, 0.45)),
        Statistic("concave", "loss of 30% fewer less gain of 30% more calls, share of base", (0.0, 1.0)),
    ),
    estimate=estimate_g27,
)
"""Sales calls raise sales through listings, with saturation."""


def estimate_g28(table: Mix) -> Mapping[str, float]:
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


G28 = Row(
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
    estimate=estimate_g28,
)
"""Total elasticities of the mix over two years: distribution, advertising, discounts, in this order."""
_CONVEX = 1.2


def estimate_g29(cross: CrossSection) -> Mapping[str, float]:
    """Fit share = a·D^b and a quadratic to each category."""
    pairs = list(zip(cross.listing, cross.share, strict=True))
    power = np.array([np.polyfit(np.log(d), np.log(s), 1)[0] for d, s in pairs])
    square = np.array([np.polyfit(d, s, 2)[0] for d, s in pairs])
    return {
        "convex": float((power > _CONVEX).mean()),
        "power": float(np.median(power)),
        "quadratic": float((square > 0.0).mean()),
        "lowest": float(cross.listing.min()),
        "highest": float(cross.listing.max()),
    }


G29 = Row(
    id="G29",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Convex velocity curve: share against weighted distribution",
    source="Farris, Olver & de Kluyver 1989, Marketing Science 8:107; Reibstein & Farris 1995",
    experiment=E0_CROSS,
    statistics=(
        Statistic("convex", "share of categories with exponent above 1.2", (0.70, 1.0)),
        Statistic("power", "median exponent", (1.2, 4.0), gates=False),
        Statistic("quadratic", "share of categories with a positive quadratic term", (0.50, 1.0)),
        Statistic("lowest", "lowest weighted distribution", (0.0, 1.0), gates=False),
        Statistic("highest", "highest weighted distribution", (0.0, math.inf), gates=False),
    ),
    estimate=estimate_g29,
)
"""Across brands, share rises at an increasing rate with distribution."""
