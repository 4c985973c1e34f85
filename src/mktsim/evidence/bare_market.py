"""The market of a scenario alone: no organisation, no noise, no calendar; levers held still until a trial moves one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.market import opening
from mktsim.model.market.layout import Levers, Parameters, State
from mktsim.model.market.population import build
from mktsim.model.market.rest import at_rest
from mktsim.model.market.runner import MarketRunner, Switches
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.policy import Policy
    from mktsim.inputs.scenario import Scenario

WEEKS_PER_YEAR = 52.0

Change = Callable[[Levers], None]
"""Moves the levers of one week, in place."""


@dataclass(frozen=True)
class Settled:
    """A market at rest: what a trial starts from."""

    state: State
    levers: Levers


def shelved(start: Settled, brand: int, factor: float) -> Settled:
    """Return where a trial starts with a brand's regular shelf prices times `factor`."""
    moved = Settled(start.state.copy(), start.levers.copy())
    moved.state.shelf[:, brand] *= factor
    moved.levers.retail[brand] *= factor
    return moved


class BareMarket:
    """A market whose levers stand at list prices, planned advertising, one call a quarter and no promotions."""

    def __init__(self, scenario: Scenario, *, chains: bool = True) -> None:
        """Build the market of `scenario` with counts, shocks and supply caps off, and all brands on it.

        Without `chains` regular shelf prices stay where a trial puts them.
        """
        self.scenario, self.sizes = scenario, Sizes.of(scenario)
        parameters = build(scenario)
        self._rest = at_rest(parameters, scenario)
        off = Switches(counts=False, category_shocks=False, supply=False, entry=False)
        held = off.of(parameters)
        if not chains:
            held.price_speed[:] = 0.0
            held.price_band[:] = np.inf
        self._market = MarketRunner(held, self.sizes)

    def settled(self, weeks: int) -> Settled:
        """Return the market after `weeks` weeks at its usual levers."""
        market = self._market
        market.restore(self._rest)
        market.levers = usual_levers(market.parameters, self.scenario)
        for week in range(weeks):
            market.close(week)
        return Settled(market.snapshot(), market.levers.copy())

    def units(self, start: Settled, changes: Sequence[Change | None]) -> Floats:
        """Return units by week and brand, shape (weeks, B), from `start`; a change holds for its week only."""
        market = self._market
        market.restore(start.state)
        weeks = np.empty((len(changes), self.sizes.brands))
        for week, change in enumerate(changes):
            market.levers.take(start.levers)
            if change is not None:
                change(market.levers)
            weeks[week] = market.close(week).units.sum(axis=(0, 2))
        return weeks

    def log_fall(self, start: Settled, change: Change, brand: int) -> float:
        """Return the logarithm of a brand's price paid in the week of a change over its shelf price, by traffic."""
        market = self._market
        market.take(start.state, start.levers)
        change(market.levers)
        market.close(0)
        traffic = market.parameters.traffic
        fall = np.log(market.state.paid / market.state.shelf)[:, brand]
        return float(np.sum(fall * traffic) / (traffic.sum() * len(fall)))


def usual_levers(p: Parameters, scenario: Scenario) -> Levers:
    """Return the levers of a week without promotions: usual prices and margins, and each policy's mean advertising."""
    v = opening.usual_levers(p, scenario)
    for b, brand in enumerate(scenario.brands):
        name = brand.policy if b else scenario.status_quo
        v.pressure[:, b] = _pressure(scenario, b, scenario.policies.get(name)) * p.medium_normal
    return v


def _pressure(scenario: Scenario, b: int, policy: Policy | None) -> float:
    """Return the pressure that a policy's first-year advertising buys, multiples of normal spending."""
    if policy is None:
        return 1.0
    fee = scenario.money.agency_fee_share if b == 0 else 0.0
    weekly = policy.budget.per_year_money * policy.budget.advertising_share / WEEKS_PER_YEAR / (1.0 + fee)
    return weekly / scenario.brands[b].normal_advertising_money
