"""E5: a chain of four echelons, each ordering up to a target on its own smoothed forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.model.ledger import Ledger
from mktsim.model.supply.desk import Desk
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

ECHELONS = 4
WEEKS = 1200
SETTLING = 100
MEAN, SD = 90_000.0, 3_000.0
"""Independent weekly demand: a cell of a large market (assumption); ratios do not depend on it."""
BATCH_WEEKS = 4
"""Weeks between orders where orders are batched."""


@dataclass(frozen=True, eq=False)
class Chain:
    """Variance of orders over variance of final demand, by echelon from the consumer."""

    usual: Floats
    batched: Floats
    shared: Floats
    """With final demand known to every echelon."""
    expected: float
    """The closed form of the first echelon."""
    cost: Floats
    """Unit cost along cumulative output, shape (points, 2): output, cost."""
    progress: float
    """Progress ratio that the scenario has."""


def chain(scenario: Scenario, seed: int) -> Chain:
    """Pass independent demand up the chain."""
    from mktsim.science.theory.bullwhip import exponential_smoothing_ratio

    demand = np.round(MEAN + SD * Designer("E5", seed).normal(("demand",), WEEKS))
    first = scenario.channels[0]
    cover = first.cover_weeks + first.review_weeks + first.transit_days / 7.0
    lone = scenario.model_copy(update={"channels": (first.model_copy(update={"traffic_share": 1.0}),)})
    return Chain(
        usual=_ratios(lone, demand),
        batched=_ratios(_batched(lone), demand),
        shared=_ratios(lone, demand, shared=True),
        expected=exponential_smoothing_ratio(cover, first.forecast_smoothing),
        cost=_learning(lone),
        progress=scenario.supply.progress_ratio,
    )


def _batched(scenario: Scenario) -> Scenario:
    channel = scenario.channels[0].model_copy(update={"review_weeks": BATCH_WEEKS})
    return scenario.model_copy(update={"channels": (channel,)})


def _desk(scenario: Scenario) -> Desk:
    """Return the stocks of one echelon: one region, one channel."""
    market = scenario.market.model_copy(update={"regions": scenario.market.regions[:1]})
    world = scenario.model_copy(update={"market": market})
    return Desk(world, Sizes.of(world), Ledger(WEEKS + 1, 0, keep_lines=False), lambda _week: 1.0)


def _ratios(scenario: Scenario, demand: Floats, *, shared: bool = False) -> Floats:
    """Return variance ratios by echelon; unserved demand waits."""
    series = [demand]
    for _ in range(ECHELONS):
        series.append(_orders(_desk(scenario), series[-1], demand if shared else None))
    variance = np.array([orders[SETTLING:].var() for orders in series])
    ratios: Floats = variance[1:] / variance[0]
    return ratios


def _orders(desk: Desk, wanted: Floats, known: Floats | None) -> Floats:
    """Return the orders of one echelon that serves `wanted`, forecasting from `known` where that is shared."""
    desk.open_with(MEAN, np.ones((1, 1)))
    found, waiting = np.empty(wanted.size), 0.0
    smoothing = desk.smoothing
    for week, units in enumerate(wanted):
        day = 7.0 * week
        desk.stocks.warehouse = 1e12
        desk.open_week(week)
        desk.arrive(day)
        due = units + waiting
        sold = min(due, float(desk.stocks.channel[0, 0]))
        waiting = due - sold
        desk.sell(day + 7.0, np.full((1, 1), sold))
        if known is not None:
            desk.stocks.forecast = desk.stocks.forecast + smoothing * (known[week] - desk.stocks.forecast)
            desk.smoothing = 0.0 * smoothing
        orders = desk.close_week(day + 7.0, np.full((1, 1), units), np.full((1, 1), waiting))
        desk.ship(day + 7.0, desk.stocks.backlog.copy(), 1.0)
        found[week] = orders[0, 0]
    return found


def _learning(scenario: Scenario) -> Floats:
    """Return cumulative output and unit cost as an unlimited plant goes on producing."""
    desk = _desk(scenario)
    desk.open_tap()
    points = []
    for _ in range(8):
        points.append((desk.stocks.learnt, desk.unit_cost()))
        desk.sell(0.0, np.full((1, 1), np.floor(desk.stocks.learnt)))
    return np.array(points)


E5 = Experiment("E5 supply chain", "four echelons under independent demand", chain, seeds=6)
