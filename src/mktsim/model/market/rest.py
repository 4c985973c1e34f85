"""The market at rest: what a going concern is calibrated to, chains' cost of space and usual margins.

A category that everybody knows opens at rest: shares, habits, expectations and listings under usual levers agree with
one another, and shelf prices are the chains' own best. Brand tastes are solved for the shares that the scenario gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.scenario import Launch
from mktsim.model.market.elasticity import arc, reprice
from mktsim.model.market.kernel import kernel_of
from mktsim.model.market.layout import Levers, Output, Parameters, RandomInputs, State, lengths
from mktsim.model.market.opening import blank_state, usual_levers
from mktsim.model.market.population import targets
from mktsim.model.market.runner import MarketRunner, Switches
from mktsim.model.market.trade import LEAST_SLOPE, value_slope
from mktsim.model.world import Sizes

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

ROUNDS = 8
"""Rounds in which tastes and baselines are brought into agreement."""
STEP = 0.5
"""Share of the gap to its target by which a brand's taste is moved in a round: habit, presence in mind and listings
about double the effect of a taste, so that the whole gap would overshoot and swing for good."""
WEEKS = 150
"""Weeks of a round."""
LEAST_SHARE = 1e-6
CHANGE = 0.02
"""Change of the list price whose long-run effect is followed, share."""
FOLLOWED = 104
"""Weeks for which it is followed."""
QUARTER = 13
LEAST_RATIO = 0.3
"""Smallest ratio of long-run to immediate elasticity that is believed."""


def at_rest(p: Parameters, scenario: Scenario) -> State:
    """Return the state on which a run opens, and complete `p` (tastes, cost of space, margins) for it."""
    levers = usual_levers(p, scenario)
    state = blank_state(p, scenario)
    settled = p.durable == 0.0 and scenario.market.adoption.established
    if settled:
        _settle(p, scenario, state, levers)
    _category_margins(p, state, levers)
    if settled and state.started[0] == 1:
        p.long_run = _long_run(p, scenario, state, levers)
    return state


def _still(p: Parameters) -> Parameters:
    """Return parameters with shelf prices held, and no counts, shocks or supply limits."""
    still = p.copy()
    still.price_speed[:] = 0.0
    still.price_band[:] = np.inf
    still.renewal[:] = 1.0
    still.counts = 0.0
    still.category_sd = 0.0
    still.unlimited = 1.0
    return still


def _settle(p: Parameters, scenario: Scenario, state: State, levers: Levers) -> None:
    sizes = Sizes.of(scenario)
    kernel, out = kernel_of(durable=False), Output(p.sizes)
    quiet = RandomInputs(lengths(sizes))
    present = np.array([b.entry_week == 0 for b in scenario.brands])
    present[0] &= not isinstance(scenario.opening, Launch)  # what is launched is not there yet
    if not present.any():
        return
    wanted = targets(scenario)
    wanted = wanted / wanted[present].sum()
    for number in range(ROUNDS):
        still = _still(p)
        still.entry[~present] = np.inf
        for week in range(WEEKS):
            levers.week[0] = week
            kernel.week(state, still, levers, quiet, out)
            if number == 0 and week == 0:
                _price_space(state)
        sold = out.by_brand
        share = np.maximum(sold / max(sold.sum(), 1e-300), LEAST_SHARE)
        if number < ROUNDS - 1:
            p.taste[present] += STEP * np.log(wanted / share)[present, None]
        _price_space(state)
        rebase(state)


def rebase(state: State) -> None:
    """Take habits, expectations and gaps as they are for what is usual."""
    state.loyal_base[:] = state.loyal
    state.offer_base[:] = state.offer_usual
    state.missing_base[:] = state.missing
    state.consumption[:] = 1.0


def _price_space(state: State) -> None:
    """Set the cost of space to the mean profit of the category's listings."""
    earned = np.maximum(state.earned[:, state.started == 1], 0.0)
    mean = earned.mean(axis=1)
    state.space_cost[:] = np.where(mean > 0.0, mean, 1.0)
    state.velocity[:, state.started == 1] = earned / state.space_cost[:, None]


def _category_margins(p: Parameters, state: State, levers: Levers) -> None:
    """Set what chains earn beyond the markup of a single price, so that usual prices are their best."""
    slope = np.array([value_slope(x, p.reference_money, p.price_power) for x in p.base_price.tolist()])
    margin = p.base_price[:, None] - levers.invoice - p.handling
    steep = np.maximum(p.price * state.buyers_sensitivity * slope[None, :, None], LEAST_SLOPE / p.reference_money)
    p.category_margin[:] = margin - 1.0 / steep


def _long_run(p: Parameters, scenario: Scenario, state: State, levers: Levers) -> float:
    """Return how much more elastic focal sales are to their list price after two years than at once."""
    market = MarketRunner(Switches(counts=False, category_shocks=False, supply=False).of(p), Sizes.of(scenario))
    sold: list[list[float]] = []
    for factor in (1.0 + CHANGE, 1.0 - CHANGE):
        market.take(state, levers)
        reprice(market.state, market.parameters, market.levers, factor)
        at_once = float(market.sell().units[:, 0].sum())
        market.take(state, levers)
        market.levers.invoice[0] *= factor
        market.levers.retail[0] *= factor
        later = [float(market.close(week).units[:, 0].sum()) for week in range(FOLLOWED)]
        sold.append([at_once, sum(later[-QUARTER:])])
    now, then = (arc(up, down, CHANGE) for up, down in zip(*sold, strict=True))
    most = 1.0 / (LEAST_RATIO * p.looking)  # at once only those answer who look
    return min(max(then / now, LEAST_RATIO), most) if now < 0.0 else 1.0
