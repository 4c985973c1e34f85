"""Inputs that all runs of a world and replication share: context, market parameters, random inputs."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from mktsim.calendar import SPARE_DAYS, Calendar, Holiday
from mktsim.inputs.cell import LuckSource
from mktsim.inputs.scenario import GoingConcern
from mktsim.kept import kept
from mktsim.model.market.opening import launch_draws
from mktsim.model.market.population import build
from mktsim.model.market.random_inputs import draw
from mktsim.model.market.rest import at_rest
from mktsim.model.market.runner import Switches
from mktsim.model.world import Sizes, WorldContext
from mktsim.streams import Address

if TYPE_CHECKING:
    from mktsim.inputs.cell import Cell
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Parameters, State
    from mktsim.model.market.random_inputs import MarketInputs

MOST_SCENARIOS = 8
MOST_WORLDS = 4


@dataclass(frozen=True)
class WorldInputs:
    """Inputs that all runs of one world and replication share."""

    context: WorldContext
    parameters: Parameters
    """The market's parameters with the launch drawn; see `market.layout`."""
    draws: MarketInputs
    """The market's random inputs by week."""
    rest: State
    """The market's state on its first day."""


_scenarios: OrderedDict[str, tuple[Sizes, Calendar, Parameters, State]] = OrderedDict()
_worlds: OrderedDict[tuple[object, ...], WorldInputs] = OrderedDict()

K = TypeVar("K")
V = TypeVar("V")


def remembered(store: OrderedDict[K, V], key: K, make: Callable[[], V], limit: int) -> V:
    """Return what `make` makes for a key, made once while it is among the last `limit` made."""
    if key not in store:
        store[key] = make()
        while len(store) > limit:
            store.popitem(last=False)
    return store[key]


@kept
def scenario_key(scenario: Scenario) -> str:
    """Return the hash of a scenario's content."""
    return hashlib.sha256(scenario.model_dump_json(serialize_as_any=True).encode()).hexdigest()


def world_key(cell: Cell) -> tuple[object, ...]:
    """Return what decides a cell's world and its random inputs."""
    return (scenario_key(cell.scenario), cell.label, cell.seed, cell.replication, cell.silenced)


def world_inputs(cell: Cell) -> WorldInputs:
    """Return the inputs of a cell's world; what is kept between calls are values of pure functions of the cell."""
    found = remembered(_worlds, world_key(cell), lambda: _drawn(cell), MOST_WORLDS)
    return replace(found, context=replace(found.context, scenario=cell.scenario))


def _drawn(cell: Cell) -> WorldInputs:
    scenario, silenced = cell.scenario, cell.silenced
    key = scenario_key(scenario)
    sizes, calendar, parameters, rest = remembered(_scenarios, key, lambda: _built(scenario), MOST_SCENARIOS)
    address = Address(cell.seed, cell.label, cell.replication)
    first = -burn_in_weeks(scenario)
    span = (first, scenario.horizon_weeks + scenario.run_out_weeks - first)
    on = Switches(counts=LuckSource.COUNTS not in silenced, category_shocks=LuckSource.CATEGORY not in silenced)
    return WorldInputs(
        context=WorldContext(scenario, sizes, calendar, address, silenced),
        parameters=on.of(launch_draws(parameters, scenario, address, silenced)),
        draws=draw(scenario, sizes, address, span, silenced),
        rest=rest,
    )


def _built(scenario: Scenario) -> tuple[Sizes, Calendar, Parameters, State]:
    parameters = build(scenario)
    rest = at_rest(parameters, scenario)
    return Sizes.of(scenario), _calendar(scenario), parameters, rest


def burn_in_weeks(scenario: Scenario) -> int:
    """Return the weeks that run before the counted ones; none for a launch."""
    opening = scenario.opening
    return opening.burn_in_weeks if isinstance(opening, GoingConcern) else 0


def _calendar(scenario: Scenario) -> Calendar:
    """Return the calendar of the whole run, with room for work that is planned before it and due after it."""
    before = burn_in_weeks(scenario)
    after = scenario.horizon_weeks + scenario.run_out_weeks
    years = range(scenario.start.year - before // 52 - 3, scenario.start.year + after // 52 + 3)
    days = []
    for holiday in scenario.holidays:
        dates = holiday.dates
        if not dates and holiday.month:
            dates = tuple(scenario.start.replace(year=y, month=holiday.month, day=holiday.day) for y in years)
        days += [Holiday(holiday.name, d, public=not holiday.working) for d in dates]
    return Calendar(scenario.start, tuple(days), -7 * before - SPARE_DAYS, 7 * after + SPARE_DAYS)
