"""Sum the weekly money of a cell by year, discounted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.metrics.reading import WEEKS_PER_YEAR, discount_factors
from mktsim.study.compare.bridge import SPLIT, UNSOLD, YearBook
from mktsim.study.runs.encoding import Weekly

Floats = NDArray[np.float64]


def year_book(weekly: Weekly) -> YearBook:
    """Sum a cell's weeks that count by year; the run-out becomes the terminal value."""
    h = weekly.horizon
    factors = discount_factors(len(weekly.money.values), weekly.discount_rate)
    money = weekly.money.values * factors[:, None]
    starts = np.arange(0, h, WEEKS_PER_YEAR)
    units = _series(weekly, "units")
    listed = _series(weekly, "list_price")
    split = {name: np.add.reduceat(_activity(weekly, money, name)[:h], starts) for name in SPLIT}
    # Goods are booked when they are made: what was made and not sold is a matter of stock, not of unit cost.
    sold_at_cost = -np.add.reduceat(factors[:h] * units * _series(weekly, "cost"), starts)
    return YearBook(
        units=np.add.reduceat(factors[:h] * units, starts),
        lost=np.add.reduceat(factors[:h] * _series(weekly, "lost"), starts),
        at_list=np.add.reduceat(factors[:h] * units * listed, starts),
        revenue=split["revenue"],
        channel_margin=split["channel_margin"],
        cost_of_goods=sold_at_cost,
        other={
            UNSOLD: float((split["cost_of_goods"] - sold_at_cost).sum()),
            **_other(weekly, money[:h]),
        },
        terminal=float(money[h:].sum()),
    )


def _other(weekly: Weekly, money: Floats) -> dict[str, float]:
    names = enumerate(weekly.money.columns)
    return {name: float(money[:, place].sum()) for place, name in names if name not in SPLIT}


def _series(weekly: Weekly, name: str) -> Floats:
    """One series over the weeks that count; zeros where it is absent or unknown."""
    if name not in weekly.series.columns:
        return np.zeros(weekly.horizon)
    return np.nan_to_num(weekly.series.column(name)[: weekly.horizon])


def _activity(weekly: Weekly, money: Floats, name: str) -> Floats:
    if name not in weekly.money.columns:
        return np.zeros(len(money))
    return np.asarray(money[:, weekly.money.columns.index(name)])
