"""The market of a scenario alone: no organisation, no luck, no calendar; levers held still until a trial moves one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.market.layout import blank, lever_dtype
from mktsim.model.market.opening import opening_state
from mktsim.model.market.population import build
from mktsim.model.market.runner import MarketRunner, Switches
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.policy import Policy
    from mktsim.inputs.scenario import Scenario

WEEKS_PER_YEAR = 52.0
PLENTY = 1e15
"""Units in channel stock that no week can sell (supply never binds here)."""

Change = Callable[[np.void], None]
"""Moves the levers of one week, in place."""


@dataclass(frozen=True)
class Settled:
    """A market at rest: what a trial starts from."""

    state: NDArray[np.void]
    levers: NDArray[np.void]


class BareMarket:
    """A market whose levers stand at list prices, planned advertising, one call a quarter and no promotions."""

    def __init__(self, scenario: Scenario) -> None:
        """Build the market of `scenario` with counts, shocks and supply caps off, and all brands on it."""
        self.scenario, self.sizes = scenario, Sizes.of(scenario)
        off = Switches(counts=False, category_shocks=False, supply=False, entry=False)
        self._market = MarketRunner(off.of(build(scenario)), self.sizes)

    def settled(self, weeks: int) -> Settled:
        """Return the market after `weeks` weeks at its usual levers."""
        market = self._market
        market.restore(opening_state(market.parameters, self.scenario, self.sizes))
        market.levers = usual_levers(self.scenario, self.sizes)
        for week in range(weeks):
            market.close(week)
        return Settled(market.snapshot(), market.levers)

    def units(self, start: Settled, changes: Sequence[Change | None]) -> Floats:
        """Return units by week and brand, shape (weeks, B), from `start`; a change holds for its week only."""
        market = self._market
        market.restore(start.state)
        weeks = np.empty((len(changes), self.sizes.brands))
        for week, change in enumerate(changes):
            market.levers = start.levers.copy()
            if change is not None:
                change(market.levers[0])
            weeks[week] = market.close(week)["units"].sum(axis=(0, 2))
        return weeks

    def log_fall(self, start: Settled, change: Change, brand: int) -> float:
        """Return the logarithm of a brand's price paid in the week of a change over its shelf price, by traffic."""
        market = self._market
        market.take(start.state, start.levers)
        change(market.levers[0])
        market.close(0)
        traffic, state = market.parameters[0]["traffic"], market.state[0]
        fall = np.log(state["paid"] / state["shelf"])[:, brand]
        return float(np.sum(fall * traffic) / (traffic.sum() * len(fall)))


def usual_levers(scenario: Scenario, sizes: Sizes) -> NDArray[np.void]:
    """Return the levers of a week without promotions: every brand at list price and its policy's mean advertising."""
    record = blank(lever_dtype(sizes))
    v = record[0]
    for b, brand in enumerate(scenario.brands):
        name = brand.policy if b else scenario.status_quo
        v["price"][b] = brand.price_money
        v["margin"][b] = [channel.margin_share for channel in scenario.channels]
        v["pressure"][:, b] = _pressure(scenario, b, scenario.policies.get(name)) / sizes.media
    v["calls"][:] = 1.0
    v["season"][:] = 1.0
    v["stock"][:] = PLENTY
    opened = [channel.opened for channel in scenario.channels]
    v["outlets"][:] = np.where(opened, scenario.brands[0].distribution, 1.0)
    return record


def _pressure(scenario: Scenario, b: int, policy: Policy | None) -> float:
    """Return the pressure that a policy's first-year advertising buys, multiples of normal spending."""
    if policy is None:
        return 1.0
    fee = scenario.money.agency_fee_share if b == 0 else 0.0
    weekly = policy.budget.per_year_money * policy.budget.advertising_share / WEEKS_PER_YEAR / (1.0 + fee)
    return weekly / scenario.brands[b].normal_advertising_money
