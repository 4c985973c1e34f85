"""Price: own and cross elasticities, reference price, life cycle (G09-G12, G25, G50)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e1_shock import E1, Shocks
from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.experiments.e2_talk import E2_TALK, Talk
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import price_table
from mktsim.science.estimators import ols


def estimate_g09(field: Field) -> Mapping[str, float]:
    """Return own elasticities by regression, and their distance from the structural ones."""
    own = np.diag(price_table(field))
    real = np.diag(field.structural)
    return {"mean": float(own.mean()), "weakest": float(own.max()), "ratio": float(own.mean() / real.mean())}


def row_g09(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G09",
        tier=Tier.A,
        kind="M",
        category=category,
        text="Own-price elasticity of brands",
        source="Bijmolt, van Heerde & Pieters 2005, JMR 42:141",
        experiment=E2,
        statistics=(
            Statistic("mean", "own elasticity, mean of brands, weekly log-log regression", (-3.3, -2.0)),
            Statistic("weakest", "weakest own elasticity of any brand", (-9.0, 0.0)),
            Statistic("ratio", "regression over structural elasticity (symmetric 1% steps)", (0.9, 1.1)),
        ),
        estimate=estimate_g09,
    )


G09 = row_g09(Category.STORABLE)
"""Own-price elasticity of brand sales, log-log regression on weekly data."""
G09_PERISHABLE = row_g09(Category.PERISHABLE)
_YEAR = slice(0, 52)


def estimate_g10(shocks: Shocks) -> Mapping[str, float]:
    """Return elasticities to a lasting 5% rise over its first year, listings held, and to a one-week deal of 10%."""
    regular = shocks.log_ratio("regular_up_5", _YEAR, "held") / math.log(1.05)
    deal = math.log(shocks.multiple("deal_10")) / math.log(0.90)
    return {"ratio": regular / deal, "weaker": float(abs(regular) < abs(deal)), "regular": regular, "deal": deal}


G10 = Row(
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
    estimate=estimate_g10,
)
"""The regular price acts less than a deal of the same size."""


def estimate_g11(field: Field) -> Mapping[str, float]:
    """Return mean, median and sign of cross elasticities."""
    table = price_table(field)
    cross = table[~np.eye(len(table), dtype=bool)]
    return {
        "mean": float(cross.mean()),
        "median": float(np.median(cross)),
        "skew": float(cross.mean() - np.median(cross)),
        "positive": float((cross > 0.0).mean()),
    }


def row_g11(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G11",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Cross-price elasticity between brands",
        source="Auer & Papies 2020, JAMS 48:584",
        experiment=E2,
        statistics=(
            Statistic("mean", "cross elasticity, mean of pairs", (0.10, 0.45)),
            Statistic("median", "cross elasticity, median of pairs", (0.0, 0.45), gates=False),
            Statistic("skew", "mean less median (the median is smaller)", (0.0, 1.0)),
            Statistic("positive", "share of positive cross elasticities", (0.8, 1.0)),
        ),
        estimate=estimate_g11,
    )


G11 = row_g11(Category.STORABLE)
"""Cross-price elasticities, off the diagonal of the same regression."""
G11_PERISHABLE = row_g11(Category.PERISHABLE)


def estimate_g12(field: Field) -> Mapping[str, float]:
    """Regress cross elasticities, and cross effects in share points, on price distance and direction."""
    table = price_table(field)
    price = field.log_price.mean(axis=(0, 1))
    share = field.units.sum(axis=(0, 1)) / field.units.sum()
    distance = np.abs(price[:, None] - price[None, :])
    dearer = (price[:, None] > price[None, :]).astype(np.float64)
    off = ~np.eye(len(price), dtype=bool)
    x = np.column_stack([distance[off], dearer[off]])
    same = np.zeros(int(off.sum()), np.int64)
    elastic = ols.fit(table[off], x, same)
    points = ols.fit((table * share[None, :])[off] * 100.0, x, same)
    return {
        "distance": float(elastic.coefficients[0]),
        "direction": float(elastic.coefficients[1]),
        "points": float(points.coefficients[1] / points.se[1]),
    }


G12 = Row(
    id="G12",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Neighbourhood and asymmetric price effects",
    source="Sethuraman, Srinivasan & Kim 1999, Marketing Science 18:23",
    experiment=E2,
    statistics=(
        Statistic("distance", "cross elasticity per unit of log price distance", (-99.0, 0.0)),
        Statistic("direction", "cross elasticity of a dearer brand's price, added", (0.0, 99.0)),
        Statistic("points", "t value of the direction in share points (insignificant)", (-2.0, 2.0)),
    ),
    estimate=estimate_g12,
)
"""Brands close in price compete most; a dear brand's cut hurts a cheap one more, in elasticities."""
_NEWS = slice(0, 4)
_LATER = slice(39, 52)


def estimate_g25(shocks: Shocks) -> Mapping[str, float]:
    """Return loss over gain response in log elasticities, in the first four weeks and after adaptation."""
    return {"ratio": _loss_ratio(shocks, _NEWS), "later": _loss_ratio(shocks, _LATER), "percent": _percent(shocks)}


def _loss_ratio(shocks: Shocks, weeks: slice) -> float:
    loss = shocks.log_ratio("regular_up_10", weeks, "held") / math.log(1.10)
    gain = shocks.log_ratio("regular_down_10", weeks, "held") / math.log(0.90)
    return loss / gain


def _percent(shocks: Shocks) -> float:
    """Return the ratio in percent, which convexity of a logit in log price pulls below one."""
    lost = 1.0 - math.exp(shocks.log_ratio("regular_up_10", _NEWS, "held"))
    won = math.exp(shocks.log_ratio("regular_down_10", _NEWS, "held")) - 1.0
    return lost / won


G25 = Row(
    id="G25",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Reference price asymmetry",
    source="Kalyanaram & Winer 1995, Marketing Science 14:G161",
    experiment=E1,
    statistics=(
        Statistic("ratio", "loss over gain, log elasticities, first four weeks", (1.2, 2.5)),
        Statistic("later", "the same after nine months (adapted)", (0.8, 1.2)),
        Statistic("percent", "the same in percent, first four weeks", (1.2, 2.5), gates=False),
    ),
    estimate=estimate_g25,
)
"""Losses against the reference price weigh more than gains, and fade as it adapts (log elasticities, A.0)."""


def estimate_g50(table: Talk) -> Mapping[str, float]:
    """Return own elasticities by stage, and the fall of cross elasticities."""
    return {
        "least": max(table.price.values()),
        **table.price,
        "cross": table.cross["introduction"] - table.cross["maturity"],
    }


G50 = Row(
    id="G50",
    tier=Tier.C,
    kind="E",
    category=Category.DURABLE,
    text="Own-price elasticity over the life cycle",
    source="Simon 1979, JMR 16:439; Tellis 1988; Parker & Neelamegham 1997; Auer & Papies 2020",
    experiment=E2_TALK,
    statistics=(
        Statistic("least", "weakest own elasticity of three stages (negative; contested otherwise)", (-9.0, 0.0)),
        Statistic("introduction", "own elasticity, first year", (-9.0, 0.0), gates=False),
        Statistic("growth", "own elasticity, third year", (-9.0, 0.0), gates=False),
        Statistic("maturity", "own elasticity, tenth year", (-9.0, 0.0), gates=False),
        Statistic("cross", "cross elasticity early less mature (published: falls)", (0.0, 9.0), gates=False),
    ),
    estimate=estimate_g50,
)
"""Own-price elasticity over the life cycle; contested, so reported."""
