"""Own price elasticity of a scenario's focal brand at its opening price, by the choice model alone.

The price of one week on the shelf, everybody aware: what the market itself answers is a little less, since not all have
the brand in mind, and more to a price that is marked as a deal. It takes some ten milliseconds and no kernel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.market.choice import UNKNOWN_PRICE
from mktsim.model.market.population import build
from mktsim.model.market.trade import value_slope

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

KNOWN_BY_BUYERS = 3.0
"""Habit at which the reference price counts in full is one over this (`market.choice`)."""
ROUNDS = 6
CLOSE = 1e-3


def own_price_elasticity(scenario: Scenario, coefficient: float | None = None) -> float:
    """Return the elasticity of the focal brand's units to its shelf price, with another price coefficient if given.

    Mean over consumer classes by what they buy: −(1 − share) · sensitivity · price slope · (coefficient + reference).
    """
    if coefficient is not None:
        choice = scenario.market.choice.model_copy(update={"price_coefficient": coefficient})
        market = scenario.market.model_copy(update={"choice": choice})
        scenario = scenario.model_copy(update={"market": market})
    p, choice = build(scenario), scenario.market.choice
    rivals = p.generation == p.generation[0]
    utility = p.taste.T[:, rivals]
    attraction = np.exp(utility - utility.max(axis=1, keepdims=True))
    share = attraction[:, 0] / attraction.sum(axis=1)
    price = scenario.brands[0].price_money
    slope = price * value_slope(price, p.reference_money, p.price_power)
    known = UNKNOWN_PRICE + (1.0 - UNKNOWN_PRICE) * np.minimum(1.0, KNOWN_BY_BUYERS * share)
    felt = choice.reference_coefficient * known * 0.5 * (choice.loss_aversion + 1.0)
    bought = p.households * np.where(p.rate > 0.0, p.rate, 1.0) * share
    own = (1.0 - share) * p.sensitivity * slope * (choice.price_coefficient + felt)
    return -float((bought * own).sum() / bought.sum())


def coefficient_for(scenario: Scenario, elasticity: float) -> float:
    """Return the price coefficient at which the focal brand has an own price elasticity, within [0.01, 10]."""
    low, high = 0.01, 10.0
    tried = scenario.market.choice.price_coefficient
    for _ in range(ROUNDS):
        found = own_price_elasticity(scenario, tried)
        if abs(found - elasticity) < CLOSE:
            break
        low, high = (tried, high) if found > elasticity else (low, tried)
        step = tried * elasticity / found
        tried = step if low < step < high else 0.5 * (low + high)
    return tried
