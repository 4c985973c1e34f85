"""The bridge from runner-up to leader: the difference in net present value, regrouped, to the cent.

Within each year of each replication, revenue less channel margin less cost of goods of the units sold is split at
the midpoints of both arms (Marshall-Edgeworth weights), so that the parts sum exactly: price (list price),
mix (what units fetch at the shelf beside the list price), trade spend (share of the shelf price left to the
channel), cost (unit cost), volume (units wanted) and lost sales (units wanted but out of stock), the last two at
the contribution of a unit. All other money goes to the step that its activity belongs to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.metrics.reading import WEEKS_PER_YEAR, discount_factors
from mktsim.study.compare.result import BridgeStep
from mktsim.study.runs.encoding import Weekly

Floats = NDArray[np.float64]

STEPS = (
    "price",
    "volume",
    "mix",
    "cost",
    "trade spend",
    "advertising",
    "lost sales",
    "stock",
    "organisation",
    "terminal value",
)
"""Steps in their order."""

UNSOLD = "cost_of_goods of unsold units"
"""Cost of goods made less that of goods sold."""
STEP_OF = {
    UNSOLD: "stock",
    "discount": "trade spend",
    "trade_spending": "trade spend",
    "items": "trade spend",
    "calls": "trade spend",
    "training": "trade spend",
    "openings": "trade spend",
    "incentives": "trade spend",
    "royalty": "trade spend",
    "advertising": "advertising",
    "agency_fee": "advertising",
    "events": "advertising",
    "freight": "stock",
    "holding": "stock",
    "write_off": "stock",
    "staff": "organisation",
    "research": "organisation",
    "leakage": "organisation",
}
"""Step of each activity outside the split; an activity that is not named here counts as organisation."""
SPLIT = ("revenue", "channel_margin", "cost_of_goods")
"""Activities that are split into price, volume, mix, cost, trade spend and lost sales."""


@dataclass(frozen=True, eq=False)
class YearBook:
    """Discounted sums by year of one cell; arrays of shape (years,)."""

    units: Floats
    lost: Floats
    at_list: Floats
    """Units at list price, money."""
    revenue: Floats
    """Money by year, like all that follows."""
    channel_margin: Floats
    cost_of_goods: Floats
    """Of the units sold."""
    other: dict[str, float]
    """Other activities by name, over all years."""
    terminal: float
    """Discounted contribution of the run-out."""

    @property
    def total(self) -> float:
        """Net present value, money."""
        split = self.revenue.sum() + self.channel_margin.sum() + self.cost_of_goods.sum()
        return math.fsum([float(split), *self.other.values(), self.terminal])


def bridge(
    leader: Sequence[YearBook], runner_up: Sequence[YearBook], weights: Sequence[float]
) -> tuple[BridgeStep, ...]:
    """Bridge the weighted mean difference of paired cells, in the order of `STEPS`, in whole cents.

    The steps sum to the difference rounded to the cent. `weights` are by pair and sum to 1.
    """
    sums = dict.fromkeys(STEPS, 0.0)
    for first, second, weight in zip(leader, runner_up, weights, strict=True):
        for name, money in _steps(first, second).items():
            sums[name] += weight * money
    return tuple(BridgeStep(name, money) for name, money in zip(STEPS, to_cents(list(sums.values())), strict=True))


def to_cents(amounts: Sequence[float]) -> list[float]:
    """Round amounts to cents so that they sum to their rounded sum: the largest remainders are rounded up."""
    total = round(math.fsum(amounts) * 100.0)
    floors = [math.floor(money * 100.0) for money in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda i: floors[i] - amounts[i] * 100.0)
    for i in by_remainder[: total - sum(floors)]:
        floors[i] += 1
    return [cents / 100.0 for cents in floors]


def _steps(first: YearBook, second: YearBook) -> dict[str, float]:
    steps = _split(first, second)
    for name in {*first.other, *second.other}:
        steps[STEP_OF.get(name, "organisation")] += first.other.get(name, 0.0) - second.other.get(name, 0.0)
    steps["terminal value"] += first.terminal - second.terminal
    return steps


def _split(first: YearBook, second: YearBook) -> dict[str, float]:
    """Split revenue, channel margin and cost of goods; what is left of each goes to its last step, so it is exact."""
    gross = _rates(first.revenue, second.revenue, first, second)
    listed = _rates(first.at_list, second.at_list, first, second)
    unit_cost = _rates(-first.cost_of_goods, -second.cost_of_goods, first, second)
    left = _rates(-first.channel_margin, -second.channel_margin, first, second)
    share = left / np.where(gross > 0.0, gross, 1.0)
    kept = 1.0 - share.mean(axis=0)
    units = (first.units + second.units) / 2.0
    more = first.units - second.units
    net = (gross - left).mean(axis=0)
    contribution = net - unit_cost.mean(axis=0)
    price = (listed[0] - listed[1]) * kept * units
    mix = (gross[0] - gross[1]) * kept * units - price
    revenue = first.revenue - second.revenue + first.channel_margin - second.channel_margin
    goods = first.cost_of_goods - second.cost_of_goods
    lost = first.lost - second.lost
    return dict.fromkeys(STEPS, 0.0) | {
        "price": float(price.sum()),
        "mix": float(mix.sum()),
        "trade spend": float((revenue - price - mix - net * more).sum()),
        "cost": float((goods + unit_cost.mean(axis=0) * more).sum()),
        "volume": float(((more + lost) * contribution).sum()),
        "lost sales": float((-lost * contribution).sum()),
    }


def _rates(top: Floats, other: Floats, first: YearBook, second: YearBook) -> Floats:
    """Money per unit of both arms, shape (2, years); an arm without sales in a year takes the other's."""
    amounts, units = np.stack([top, other]), np.stack([first.units, second.units])
    sold = units > 0.0
    rates = np.where(sold, amounts / np.where(sold, units, 1.0), 0.0)
    return np.asarray(np.where(sold, rates, rates[::-1]))


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
