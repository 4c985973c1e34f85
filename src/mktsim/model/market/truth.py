"""True figures of the market for instruments, among them responses found by counterfactual questions (`what if`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mktsim.model.market.elasticity import STEP, arc, reprice
from mktsim.model.market.runner import MarketRunner, Switches
from mktsim.model.world import Sizes
from mktsim.sums import total

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, Output, Parameters, State

    Floats = NDArray[np.float64]

LEAST_PRESSURE = 0.25
"""Pressure from which the response to advertising is asked for where there is next to none yet."""


class Books(NamedTuple):
    """Record of weekly units; its arrays are never written into."""

    first_week: int
    season: tuple[float, ...]
    """Multiple of category demand by week, mean over regions."""
    sold: tuple[Floats, ...]
    """Focal units by week, each (R, C)."""
    category: tuple[float, ...]
    """Units of the whole category by week."""
    deals: tuple[tuple[float, ...], ...]
    """Depth of each rival's deals over all outlets by week, share of invoice price."""


class MarketTruth:
    """Implements `Truth` over the running market; figures asked twice in a week are worked out once."""

    def __init__(self, scenario: Scenario, parameters: Parameters) -> None:
        """Wrap a market whose records are given to `at` week by week."""
        self.sizes = sizes = Sizes.of(scenario)
        self._normal_money = np.array([brand.normal_advertising_money for brand in scenario.brands])
        self._contact_price = np.array([medium.cost_money for medium in scenario.media])
        self._asked = MarketRunner(Switches(counts=False, supply=False).of(parameters), sizes)
        """A market to ask `what if` of."""
        self._known: dict[str, float] = {}
        self._median = _weighted_median(parameters.log_reservation, parameters.households)

    def enter_in(self, week: float) -> None:
        """Have the focal brand enter in `week`; infinity for not yet."""
        self._asked.parameters.entry[0] = week

    def at(self, state: State, levers: Levers, output: Output) -> None:
        """Take the market as it stands after a week's close."""
        self.state, self.levers, self.output = state, levers, output
        self._known.clear()

    def preview(self, state: State, levers: Levers, output: Output) -> None:
        """Take the market as it would close without noise; `output` is written, `state` is not."""
        asked = self._asked
        asked.take(state, levers)
        asked.close(int(levers.week[0]))
        output.take(asked.output)
        self.at(asked.snapshot(), levers, output)

    def open_books(self, first_week: int, season: Floats) -> None:
        """Begin the record of weekly units; `season` is (T, R) from `first_week`."""
        self.first_week = first_week
        self._season: list[float] = (np.add.reduce(season, axis=1) / season.shape[1]).tolist()
        self.sold: list[Floats] = []
        self.category: list[float] = []
        self.deals: list[tuple[float, ...]] = []

    def snapshot(self) -> Books:
        """Return the record of weekly units."""
        return Books(self.first_week, tuple(self._season), tuple(self.sold), tuple(self.category), tuple(self.deals))

    def restore(self, state: Books) -> None:
        """Go on with a record of weekly units."""
        self.first_week, self._season = state.first_week, list(state.season)
        self.sold, self.category, self.deals = list(state.sold), list(state.category), list(state.deals)

    def last_week(self) -> int:
        """Return the last week that the market has closed; below the first week before any."""
        return self.first_week + len(self.sold) - 1

    def close_books(self, units: Floats, category: float) -> None:
        """Enter a week's focal units (R, C), the category's, and what rivals' deals were in it."""
        self.sold.append(units)
        self.category.append(category)
        deal = self.levers.deal[:, 1:]
        places = deal.shape[0] * deal.shape[2]
        self.deals.append(tuple((np.add.reduce(np.add.reduce(deal, axis=2), axis=0) / places).tolist()))

    def rival_deals(self, weeks: int) -> tuple[tuple[float, ...], ...]:
        """Return the depth of each rival's deals over all outlets in up to `weeks` weeks, the last one last."""
        return tuple(self.deals[-weeks:]) if weeks > 0 else ()

    def _units(self, change: Callable[[State, Levers], None]) -> float:
        asked = self._asked
        asked.take(self.state, self.levers)
        change(asked.state, asked.levers)
        return float(asked.sell().units[:, 0].sum())

    def _once(self, name: str, work: Callable[[], float]) -> float:
        if name not in self._known:
            self._known[name] = work()
        return self._known[name]

    def own_elasticity(self) -> float:
        """Return the elasticity of units to the list price in the long run: trade, references and habits adapted."""
        return self._once("elasticity", self._own_elasticity)

    def _own_elasticity(self) -> float:
        p = self._asked.parameters
        up, down = (self._units(lambda s, v, f=f: reprice(s, p, v, f)) for f in (1.0 + STEP, 1.0 - STEP))  # type: ignore[misc]
        return float(arc(up, down) * p.long_run)

    def willingness_to_pay(self) -> float:
        """Return the household-weighted median reservation price, money."""
        return math.exp(self._median)

    def rival_price(self) -> float:
        """Return rivals' unit-weighted mean shelf price, money; NaN without rivals on the market."""
        units = total(self.output.by_brand[1:])
        return float(self.output.rival_paid[0]) / units if units > 0 else math.nan

    def rival_spending(self) -> float:
        """Return rivals' media spending last week, money: pressure times what is normal for each."""
        pressure = np.add.reduce(np.add.reduce(self.levers.pressure, axis=2), axis=0) / self.sizes.regions
        return total((pressure * self._normal_money * self.state.started)[1:])

    def awareness(self) -> float:
        """Return the share of households aware of the focal brand."""
        return float(self.output.awareness[0])

    def distribution(self) -> Floats:
        """Return weighted distribution by region and channel, shape (R, C)."""
        shares: Floats = self.output.distribution[:, 0, :]
        return shares

    def perceived_quality(self) -> float:
        """Return perceived quality relative to the mean of rivals, utility."""
        return float(self.output.quality[0])

    def sales(self, week: int) -> Floats:
        """Return units sold to consumers in `week` by region and channel, shape (R, C)."""
        return self.sold[week - self.first_week]

    def share(self) -> float:
        """Return the focal share of last week's units."""
        units = total(self.output.by_brand)
        return float(self.output.sold[0]) / units if units > 0 else 0.0

    def category_units(self, week: int) -> float:
        """Return units of the whole category in `week`."""
        return self.category[week - self.first_week]

    def lift(self, depth: float, featured: bool, displayed: bool) -> float:  # noqa: FBT001
        """Return the true multiple of this week's units of a deal."""

        def deal(_s: State, v: Levers) -> None:
            v.deal[:, 0, :] = depth
            v.deal_cover[:, 0, :] = 1.0
            v.feature[:, 0, :] = float(featured)
            v.display[:, 0, :] = float(displayed)

        def none(_s: State, v: Levers) -> None:
            v.deal[:, 0, :] = 0.0
            v.deal_cover[:, 0, :] = 0.0
            v.feature[:, 0, :] = 0.0
            v.display[:, 0, :] = 0.0

        name = f"lift {depth} {featured} {displayed}"
        return self._once(name, lambda: self._units(deal) / max(self._units(none), 1e-9))

    def advertising_elasticity(self) -> float:
        """Return the long-run elasticity of units to media pressure, stock and flow moved together."""

        def pressed(factor: float) -> Callable[[State, Levers], None]:
            def change(s: State, v: Levers) -> None:
                s.adstock[:, 0] = np.maximum(s.adstock[:, 0], LEAST_PRESSURE) * factor
                least = LEAST_PRESSURE * self._asked.parameters.medium_normal
                v.pressure[:, 0, :] = np.maximum(v.pressure[:, 0, :], least) * factor

            return change

        def work() -> float:
            up, down = self._units(pressed(1.1)), self._units(pressed(0.9))
            return math.log(up / down) / math.log(1.1 / 0.9) if min(up, down) > 0 else 0.0

        return self._once("advertising", work)

    def medium_response(self, medium: int) -> float:
        """Return what more money in a medium does to the week's response, relative to more money in the present mix.

        Marginal contacts times the slope of the medium's saturation, at its present use or, in a pause, its normal one.
        """
        p = self._asked.parameters
        pressure = np.add.reduce(self.levers.pressure[:, 0], axis=0) / self.sizes.regions
        use = pressure / p.medium_normal if pressure.any() else np.ones(self.sizes.media)
        slope = p.medium_power * (1.0 + p.medium_half) * p.medium_half / (use + p.medium_half) ** 2 / p.medium_normal
        worth = slope / self._contact_price
        spent = use * p.medium_normal * self._contact_price
        return float(worth[medium] * spent.sum() / (worth * spent).sum())

    def season(self, week: int) -> float:
        """Return the true seasonal multiple of category demand of `week`, mean over regions."""
        row = min(max(week - self.first_week, 0), len(self._season) - 1)
        return self._season[row]


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(cumulative, 0.5 * cumulative[-1])])
