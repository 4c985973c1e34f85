"""Initial state of an arm: what every arm of a world and replication inherits from the burn-in, or of a first day."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from mktsim.kept import kept
from mktsim.model import snapshot
from mktsim.model.ledger import PRODUCTION, Activity
from mktsim.model.levers import Lever
from mktsim.model.market.rest import rebase
from mktsim.model.organisation.mechanisms.routine.start import begin
from mktsim.model.world_inputs import burn_in_weeks, remembered, world_key
from mktsim.model.world_run import WorldRun

if TYPE_CHECKING:
    from mktsim.inputs.cell import Cell
    from mktsim.model.snapshot import Snapshot
    from mktsim.model.world_inputs import WorldInputs
    from mktsim.quantities import Part

MOST_KEPT = 4

_kept: OrderedDict[tuple[object, ...], Snapshot] = OrderedDict()


def initial_state(cell: Cell, inputs: WorldInputs) -> Snapshot:
    """Return the state in which every arm of the cell's world begins; a value of a pure function of the cell."""
    return remembered(_kept, _key(cell), lambda: snapshot.snapshot_of(burnt_in(cell, inputs).stateful()), MOST_KEPT)


def known_state(cell: Cell) -> Snapshot | None:
    """Return the state in which the cell's world begins where it has just been worked out; None where it has not."""
    return _kept.get(_key(cell))


def begin_in(cell: Cell, state: Snapshot) -> None:
    """Have arms of the cell's world begin in the state that `known_state` gave for it in another process."""
    remembered(_kept, _key(cell), lambda: state, MOST_KEPT)


def inherit(run: WorldRun, state: Snapshot) -> None:
    """Have an arm begin in a state."""
    snapshot.restore(run.stateful(), state)
    run.look(0)


def burnt_in(cell: Cell, inputs: WorldInputs) -> WorldRun:
    """Return the world under the organisation and policy in being, at the end of its burn-in."""
    burn_in = burn_in_weeks(cell.scenario)
    run = WorldRun(inputs, cell.incumbent, (-burn_in, burn_in), keep_log=False)
    _open(run)
    if burn_in:
        open_stocks(run)
        begin(run.organisation.office, inherited=False)
        run.organisation.start()
        for week in range(-burn_in, 0):
            if week == -burn_in // 2:
                rebase(run.market.state)
            run.advance(week)
    return run


def _key(cell: Cell) -> tuple[object, ...]:
    return (*world_key(cell), _arm_key(cell))


def _arm_key(cell: Cell) -> str:
    text = _json(cell.incumbent.policy) + _json(cell.incumbent.organisation)
    return hashlib.sha256(text.encode()).hexdigest()


@kept
def _json(part: Part) -> str:
    return part.model_dump_json(serialize_as_any=True)


def _open(run: WorldRun) -> None:
    """Set states and levers of a first day."""
    scenario, sizes = run.world.scenario, run.world.sizes
    run.market.restore(run.inputs.rest)
    focal = scenario.brands[0]
    day = run.env.now
    start = {
        Lever.PRICE: np.full(sizes.channels, focal.price_money),
        Lever.MARGIN: np.array([c.margin_share for c in scenario.channels]),
        Lever.OUTLETS: np.array([[focal.distribution if c.opened else 1.0 for c in scenario.channels]] * sizes.regions),
    }
    for lever, value in start.items():
        run.levers.put(lever, day, value)
    run.look(int(day // 7))


def open_stocks(run: WorldRun) -> None:
    """Fill warehouse and channels from what is expected to be sold."""
    scenario = run.world.scenario
    households = np.array([r.households for r in scenario.market.regions])
    traffic = np.array([c.traffic_share for c in scenario.channels])
    expected = scenario.supply.launch_forecast_per_week or _expected_units(run)
    run.desk.open_with(expected, np.outer(households / households.sum(), traffic))


def stock_up(run: WorldRun) -> None:
    """Fill warehouse and channels for the launch, and book what that costs."""
    open_stocks(run)
    run.ledger.book(run.env.now, Activity.COST_OF_GOODS, PRODUCTION, -run.desk.stocks.made * run.desk.unit_cost())


def _expected_units(run: WorldRun) -> float:
    p, scenario = run.inputs.parameters, run.world.scenario
    rate = float((p.households * p.rate).sum()) * scenario.market.repeat.units_per_purchase
    return rate * scenario.brands[0].share
