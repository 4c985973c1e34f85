"""G22: a promotion leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_FROM, _TO = 13, 39
"""Weeks in which a lasting effect is looked for."""


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return own and category effects from week 13 on, as shares of the base."""
    effect, base = shocks.effect("promotion")[_FROM:_TO], shocks.units("base")[_FROM:_TO]
    return {
        "own": float(effect[:, FOCAL].sum() / base[:, FOCAL].sum()),
        "category": float(effect.sum() / base.sum()),
    }


def row(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G22",
        tier=Tier.A,
        kind="E",
        category=category,
        text="No permanent effect of price promotions",
        source="Pauwels, Hanssens & Siddarth 2002, JMR 39:421; Nijs et al. 2001, Marketing Science 20:1",
        experiment=E1,
        statistics=(
            Statistic("own", "own units 13-38 weeks after, share of base", (-0.02, 0.02)),
            Statistic("category", "category units 13-38 weeks after, share of base", (-0.02, 0.02)),
        ),
        estimate=estimate,
    )


ROW = row(Category.STORABLE)
PERISHABLE = row(Category.PERISHABLE)
