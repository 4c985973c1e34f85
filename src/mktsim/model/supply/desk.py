"""Production, stock and shipments of the focal firm; units conserve to the last one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.ledger import LOGISTICS, PRODUCTION, Activity, Ledger
from mktsim.model.supply.forward import weeks_ahead
from mktsim.model.world import WEEK_DAYS
from mktsim.sums import total

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.world import Sizes

    Floats = NDArray[np.float64]

MADE_AHEAD_WEEKS = 8.0
"""Weeks of capacity that production to order may be ahead of sales, as it is before a season; assumption."""


@dataclass
class Stocks:
    """All units and what members believe: the part of an opening that supply hands on as values."""

    warehouse: float
    channel: Floats
    """Units in channel stock, shape (R, C)."""
    backlog: Floats
    """Members' orders not yet shipped, shape (R, C)."""
    moving: Floats
    """Units in transit, shape (R, C)."""
    forecast: Floats
    """Members' own forecast, units a week, shape (R, C)."""
    made: float
    """Good units ever made plus the opening stock."""
    learnt: float
    """Cumulative output on the learning curve."""
    sold: float = 0.0
    scrapped: float = 0.0
    batches: list[tuple[float, float]] = field(default_factory=list)
    """Production in hand: (day due, good units)."""
    shipments: list[tuple[float, int, int, float]] = field(default_factory=list)
    """Shipments on the way: (day due, region, channel, units)."""
    scrap_carry: float = 0.0

    def copy(self) -> Stocks:
        """Return an independent copy."""
        arrays = (self.channel.copy(), self.backlog.copy(), self.moving.copy(), self.forecast.copy())
        return Stocks(
            self.warehouse, *arrays, self.made, self.learnt, self.sold, self.scrapped,
            list(self.batches), list(self.shipments), self.scrap_carry,
        )  # fmt: skip


class Desk:
    """Implements `SupplyDesk` and the weekly running of stock."""

    def __init__(self, scenario: Scenario, sizes: Sizes, ledger: Ledger, yields: Callable[[int], float]) -> None:
        """Begin with empty stocks; `yields` gives the share of good units of batches begun in a week."""
        self.supply = scenario.supply
        self.scenario = scenario
        self.ledger = ledger
        self.yields = yields
        self.cost_factor, self.capacity_share = 1.0, 1.0
        """What events make of unit cost, and what they leave of capacity."""
        self.transit = np.array([c.transit_days for c in scenario.channels])
        self._transit_days = self.transit.tolist()
        self.cover = np.array([c.cover_weeks + c.review_weeks for c in scenario.channels]) + self.transit / WEEK_DAYS
        self.smoothing = np.array([c.forecast_smoothing for c in scenario.channels])
        self.review = np.array([c.review_weeks for c in scenario.channels])
        shape = (sizes.regions, sizes.channels)
        self.stocks = Stocks(
            0.0, np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), 0.0, self.supply.cumulative_units
        )
        self.started_this_week = 0.0
        self.orders_this_week = 0.0
        self.ahead_this_week = np.zeros(shape)
        self.week = 0
        self.unlimited = self.supply.unlimited
        self.made_to_order = False
        self.spare_units = 0.0
        """Units that capacity left unused in weeks before would have made ahead."""
        """Whether the run-out has begun: everything that is sold is made, shipped and stored at its usual cost."""

    def snapshot(self) -> Stocks:
        """Return the stocks, as a value."""
        return self.stocks.copy()

    def restore(self, state: Stocks) -> None:
        """Go on from stocks."""
        self.stocks = state.copy()

    def open_tap(self) -> None:
        """Make what is sold from now on, within capacity: everything in hand goes to the channels at once."""
        s = self.stocks
        coming = sum(units for _, units in s.batches)
        s.channel = s.channel + (s.warehouse + coming + total(s.moving)) * self._forecast_shares()
        s.made += coming
        s.warehouse = 0.0
        s.moving = np.zeros_like(s.moving)
        s.batches, s.shipments = [], []
        self.unlimited = True
        self.made_to_order = True

    def clear_out(self) -> None:
        """Scrap all there is, on the way and in production too; nothing is got for it."""
        s = self.stocks
        s.scrapped += s.warehouse + total(s.channel) + total(s.moving)
        s.warehouse = 0.0
        s.channel, s.moving, s.backlog = np.zeros_like(s.channel), np.zeros_like(s.moving), np.zeros_like(s.backlog)
        s.batches, s.shipments = [], []

    def open_with(self, units_per_week: float, shares: Floats) -> None:
        """Fill warehouse and channels for a launch or a burn-in, from expected sales and their shares (R, C)."""
        s = self.stocks
        s.forecast = units_per_week * shares
        s.channel = np.floor(s.forecast * self.cover)
        s.warehouse = float(math.floor(units_per_week * self.supply.opening_weeks))
        s.made = s.warehouse + total(s.channel)

    def unit_cost(self) -> float:
        """Return the present unit cost, money: falls by the progress ratio with each doubling of output."""
        supply = self.supply
        cost = supply.unit_cost_money * self.cost_factor
        if supply.progress_ratio == 1.0:
            return cost
        doublings = math.log2(self.stocks.learnt / supply.cumulative_units)
        return float(cost * supply.progress_ratio**doublings)

    def warehouse_units(self) -> float:
        """Return units in the firm's warehouse."""
        return self.stocks.warehouse

    def on_order_units(self) -> float:
        """Return units in production."""
        return sum(units for _, units in self.stocks.batches)

    def _forecast_shares(self) -> Floats:
        """Return the shares of channels in what is expected to be sold, shape (R, C); equal ones where nothing is."""
        expected = total(self.stocks.forecast)
        if expected > 0.0:
            return np.asarray(self.stocks.forecast / expected)
        return np.full(self.stocks.channel.shape, 1.0 / self.stocks.channel.size)

    def channel_units(self) -> Floats:
        """Return units that channels can sell, shape (R, C): their stock, and what is made to order meanwhile."""
        if not self.made_to_order:
            return self.stocks.channel
        return self.stocks.channel + (self.capacity_per_week() + self.spare_units) * self._forecast_shares()

    def backlog_units(self) -> Floats:
        """Return members' orders not yet shipped, shape (R, C)."""
        return self.stocks.backlog

    def capacity_per_week(self) -> float:
        """Return units that can be made in a week now."""
        years = max(self.week, 0) * WEEK_DAYS / 365.25
        grown = (1.0 + self.supply.capacity_growth_per_year) ** years
        return float(self.supply.capacity_per_week * grown * self.capacity_share)

    def produce(self, day: float, units: float) -> float:
        """Start up to `units`, in batches within the week's capacity left; return units started."""
        room = self.capacity_per_week() - self.started_this_week
        batch = self.supply.batch_units
        started = math.floor(max(0.0, min(units, room)) / batch) * batch
        if started <= 0.0:
            return 0.0
        self.started_this_week += started
        good = float(math.floor(started * self.yields(int(day // WEEK_DAYS)) + 0.5))
        self.ledger.book(day, Activity.COST_OF_GOODS, PRODUCTION, -started * self.unit_cost())
        self.stocks.learnt += started
        self.stocks.batches.append((day + WEEK_DAYS * self.supply.lead_weeks, good))
        return started

    def ship(self, day: float, units: Floats, delay_factor: float) -> Floats:
        """Ship up to `units` (R, C) of the backlog from the warehouse; return units shipped."""
        s = self.stocks
        wanted = np.floor(np.minimum(np.maximum(units, 0.0), s.backlog))
        asked = total(wanted)
        if asked > s.warehouse:
            wanted = np.floor(wanted * (s.warehouse / asked))
        shipped = total(wanted)
        if shipped <= 0.0:
            return wanted
        s.warehouse -= shipped
        s.backlog = s.backlog - wanted
        s.moving = s.moving + wanted
        due = [day + days * delay_factor for days in self._transit_days]
        for r, row in enumerate(wanted.tolist()):
            s.shipments += [(due[c], r, c, sent) for c, sent in enumerate(row) if sent != 0.0]
        self.ledger.book(day, Activity.FREIGHT, LOGISTICS, -shipped * self.supply.freight_money)
        return wanted

    def preorder(self, units: Floats) -> None:
        """Ask members to take `units` (R, C) beyond their own orders."""
        self.stocks.backlog = self.stocks.backlog + np.floor(np.maximum(units, 0.0))

    def open_week(self, week: int) -> None:
        """Begin a week: capacity is free again."""
        self.week = week
        self.started_this_week = 0.0

    def arrive(self, day: float) -> None:
        """Take in batches and shipments due by `day`."""
        s = self.stocks
        if s.batches and min(s.batches)[0] <= day:
            for due, units in s.batches:
                if due <= day:
                    s.warehouse += units
                    s.made += units
            s.batches = [b for b in s.batches if b[0] > day]
        if s.shipments and min(s.shipments)[0] <= day:
            for due, r, c, units in s.shipments:
                if due <= day:
                    s.channel[r, c] += units
                    s.moving[r, c] -= units
            s.shipments = [x for x in s.shipments if x[0] > day]

    def sell(self, day: float, units: Floats) -> None:
        """Take units sold to consumers (R, C) out of channel stock; where supply is unlimited, make what is short."""
        s = self.stocks
        if self.unlimited:
            short = np.maximum(units - s.channel, 0.0)
            made = total(short)
            if self.made_to_order:
                self._book_made_to_order(day, total(units), made)
                capacity = self.capacity_per_week()
                self.spare_units = min(max(self.spare_units + capacity - made, 0.0), MADE_AHEAD_WEEKS * capacity)
            else:
                self.ledger.book(day, Activity.COST_OF_GOODS, PRODUCTION, -made * self.unit_cost())
            s.channel = s.channel + short
            s.made += made
            s.learnt += made
        s.channel = s.channel - units
        s.sold += total(units)

    def _book_made_to_order(self, day: float, units: float, made: float) -> None:
        """Book what `units` cost to make, send and store; goods in hand give back what they save."""
        supply, book = self.supply, self.ledger.book
        cost = self.unit_cost() / supply.yield_share
        book(day, Activity.COST_OF_GOODS, PRODUCTION, -units * cost)
        book(day, Activity.STOCK_RELEASE, PRODUCTION, (units - made) * cost)
        book(day, Activity.FREIGHT, LOGISTICS, -units * supply.freight_money)
        usual = total(self.stocks.forecast * self.cover) + total(self.stocks.forecast) * supply.safety_weeks
        rate = supply.holding_share_per_year * WEEK_DAYS / 365.25
        book(day, Activity.HOLDING, LOGISTICS, -max(usual, total(self.stocks.channel)) * self.unit_cost() * rate)

    def close_week(self, day: float, desired: Floats, waiting: Floats, deal: Floats | float = 0.0) -> Floats:
        """Let members forecast and order, charge holding and scrap; return the members' orders (R, C).

        What customers wait for, units (R, C), is promised and so not part of the stock that members count on. While
        a deal lasts (share of invoice price, (R, C)) they order ahead; `ahead_this_week` is how much of the orders.
        """
        s = self.stocks
        if self.unlimited:
            self.ahead_this_week = np.zeros_like(desired)
            return np.zeros_like(desired)
        s.forecast = s.forecast + self.smoothing * (desired - s.forecast)
        target = s.forecast * self.cover
        position = s.channel + s.moving + s.backlog - waiting
        due = (self.week % self.review) == 0
        plain = np.floor(np.where(due, np.maximum(target - position, 0.0), 0.0))
        target = target + s.forecast * weeks_ahead(deal * np.ones_like(desired), self.scenario.channels)
        orders = np.floor(np.where(due, np.maximum(target - position, 0.0), 0.0))
        self.ahead_this_week = orders - plain
        s.backlog = s.backlog + orders
        self.orders_this_week = total(orders)
        value = self.unit_cost()
        kept = s.warehouse + total(s.channel)
        year = WEEK_DAYS / 365.25
        self.ledger.book(day, Activity.HOLDING, LOGISTICS, -kept * value * self.supply.holding_share_per_year * year)
        s.scrap_carry += s.warehouse * self.supply.obsolescence_per_year * year
        scrap = min(float(math.floor(s.scrap_carry)), s.warehouse)
        s.scrap_carry -= scrap
        s.warehouse -= scrap
        s.scrapped += scrap
        return orders

    def gap(self) -> float:
        """Return units made less units sold, scrapped and in hand; zero when units conserve."""
        s = self.stocks
        return s.made - s.sold - s.scrapped - s.warehouse - total(s.channel) - total(s.moving)
