"""G34: later entrants of equal merit reach less, and catch up slowly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e4_entry import E4_ENTRY, Entries
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats


def estimate(table: Entries) -> Mapping[str, float]:
    """Fit share relative to the pioneer's as a power of the order of entry."""
    now, later = _exponent(table.share), _exponent(table.later)
    return {"exponent": now, "later": later, "shrinks": abs(now) - abs(later), "pioneer": float(table.share[0])}


def _exponent(share: Floats) -> float:
    order = np.log(np.arange(2, share.size + 1))
    relative = np.log(share[1:] / share[0])
    return float(order @ relative / (order @ order))


def row(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G34",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Order of entry",
        source="Urban et al. 1986, Management Science 32:645; Kalyanaram, Robinson & Urban 1995",
        experiment=E4_ENTRY,
        statistics=(
            Statistic("exponent", "exponent of the order of entry, three years after the last", (-0.7, -0.3)),
            Statistic("shrinks", "fall of its size over the next five years", (0.0, 1.0)),
            Statistic("later", "exponent five years on", (-0.7, 0.0), gates=False),
            Statistic("pioneer", "share of the pioneer", (0.25, 0.5), gates=False),
        ),
        estimate=estimate,
    )


ROW = row(Category.STORABLE)
DURABLE = row(Category.DURABLE)
