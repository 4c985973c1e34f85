"""G21: the dip after a promotion, in paired runs; deep for what can be stored, absent for what cannot."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_WEEKS = 6
_BANDS = {Category.STORABLE: (0.04, 0.30), Category.PERISHABLE: (-0.05, 0.05)}


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return the own units missing in the weeks after, as a share of the bump."""
    return {name: _dip(shocks, name) for name in ("promotion", "deal")}


def _dip(shocks: Shocks, name: str) -> float:
    effect = shocks.effect(name)[:, FOCAL]
    return float(-effect[1 : _WEEKS + 1].sum() / effect[0])


def row(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G21",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Post-promotion dip",
        source="van Heerde, Leeflang & Wittink 2000, JMR 37:383; tuna and orange juice data",
        experiment=E1,
        statistics=(
            Statistic("promotion", "own dip in six weeks after cut and feature, share of bump", _BANDS[category]),
            Statistic("deal", "the same, price cut alone", _BANDS[category]),
        ),
        estimate=estimate,
    )


ROW = row(Category.STORABLE)
PERISHABLE = row(Category.PERISHABLE)
