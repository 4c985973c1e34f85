"""G14: data-interval bias of advertising carry-over: the same sales, Koyck by week, month, quarter and year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2_LONG, LongSeries
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats
from mktsim.science.estimators import koyck

INTERVALS = {"week": 1, "month": 4, "quarter": 13, "year": 52}
"""Weeks of each data interval."""
_WEEKS_PER_MONTH = 365.25 / 7.0 / 12.0


def estimate(series: LongSeries) -> Mapping[str, float]:
    """Return the months in which 90% of the effect occurs, as each interval's regression implies."""
    months = {name: _months(series, weeks) for name, weeks in INTERVALS.items()}
    rising = [months["week"], months["month"], months["quarter"], months["year"]]
    rises = all(a < b for a, b in pairwise(rising))
    ratio = months["year"] / months["month"] if months["month"] > 0.0 else math.nan
    return {"ratio": ratio, "monotone": float(rises), **months}


def _months(series: LongSeries, weeks: int) -> float:
    """Return the implied duration from the mean carry-over of markets, months; zero without carry-over."""
    pairs = zip(_summed(series.units, weeks), _summed(series.advertising, weeks), strict=True)
    carry = float(np.mean([koyck.fit(sales, spent).carry_over for sales, spent in pairs]))
    if carry <= 0.0:
        return 0.0
    return math.log(0.1) / math.log(carry) * weeks / _WEEKS_PER_MONTH


def _summed(values: Floats, weeks: int) -> Floats:
    count = values.shape[1] // weeks
    total: Floats = values[:, : count * weeks].reshape(values.shape[0], count, weeks).sum(axis=2)
    return total


ROW = Row(
    id="G14",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Data-interval bias of advertising carry-over",
    source="Clarke 1976, JMR 13:345; Leone 1995, Marketing Science 14:G141; Bass & Leone 1983",
    experiment=E2_LONG,
    statistics=(
        Statistic("ratio", "implied 90% duration, yearly over monthly data", (4.0, math.inf)),
        Statistic("monotone", "share of seeds in which duration rises with the interval", (0.95, 1.0)),
        Statistic("week", "months, weekly data", (0.0, math.inf), gates=False),
        Statistic("month", "months, monthly data", (0.0, math.inf), gates=False),
        Statistic("quarter", "months, quarterly data", (0.0, math.inf), gates=False),
        Statistic("year", "months, yearly data", (0.0, math.inf), gates=False),
    ),
    estimate=estimate,
)
