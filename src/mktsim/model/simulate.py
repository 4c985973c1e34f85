"""Simulate one cell: the opening, the counted weeks, the run-out, the history."""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from mktsim.calendar import SPARE_DAYS, Calendar, Holiday
from mktsim.errors import MktsimError
from mktsim.inputs.cell import LuckSource
from mktsim.inputs.scenario import GoingConcern, Launch
from mktsim.kept import kept
from mktsim.model.hindsight import told
from mktsim.model.ledger import Activity
from mktsim.model.levers import Lever
from mktsim.model.market.luck import draw
from mktsim.model.market.opening import launch_luck, opening_state
from mktsim.model.market.population import build
from mktsim.model.organisation.mechanisms.begin import begin
from mktsim.model.organisation.project import is_through, steps
from mktsim.model.run_out import run_out
from mktsim.model.running import Running, Setting
from mktsim.model.world import Sizes
from mktsim.outcomes.history import History, Table
from mktsim.streams import Address

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.cell import Cell
    from mktsim.inputs.scenario import Project, Scenario
    from mktsim.model.organisation.premises import OfficeState
    from mktsim.model.rival_sight import RivalState, Watched
    from mktsim.model.supply.desk import Stocks
    from mktsim.model.tape import Tape
    from mktsim.outcomes.history import Event
    from mktsim.quantities import Part

    Floats = NDArray[np.float64]

KEPT_WORLDS = 8
KEPT_OPENINGS = 4
TOLERANCE = 1e-6
ROUNDING = 1e-12
"""Rounding of sums of stocks, relative to all that was ever made, where next to nothing of it is sold."""
ACTIVITIES = tuple(activity.name.lower() for activity in Activity)


@dataclass(frozen=True)
class Opening:
    """What every arm of a (world, replication) inherits, as values."""

    state: NDArray[np.void]
    stocks: Stocks
    rivals: list[RivalState]
    watched: Watched
    levers: tuple[Floats, ...]
    office: OfficeState | None
    sold: list[Floats]
    category: list[float]
    first_week: int
    crisis: tuple[float, float]
    """Fall of perceived quality by crises that go on, and what of it is in `state`, utility."""


_worlds: OrderedDict[str, tuple[Sizes, Calendar, NDArray[np.void]]] = OrderedDict()
_settings: OrderedDict[tuple[object, ...], Setting] = OrderedDict()
_openings: OrderedDict[tuple[object, ...], Opening] = OrderedDict()


def simulate(cell: Cell, tape: Tape | None = None) -> History:
    """Return the history of `cell`; same cell, same bits, whatever was simulated before, with a tape or without.

    What is kept between calls (parsed worlds, openings) are values of pure functions of the cell.
    """
    setting = _setting(cell)
    opening = _opening(cell, setting)
    horizon = cell.scenario.horizon_weeks
    project = _project(cell)
    arm = replace(cell.arm, duties=steps(project), neglect=()) if project else cell.arm
    run = Running(setting, arm, (0, horizon), cell.keep_log)
    _inherit(run, opening)
    if tape is not None:
        tape.begin(run)
    launch, before = _developed(run, cell) if project else (0, ())
    if isinstance(cell.scenario.opening, Launch) and launch < horizon:
        _stock_up(run)
    begin(run.office, inherited=opening.office is not None)
    run.office.start()
    if not _burn_in(cell.scenario):
        run.ledger.book(0.0, Activity.DEVELOPMENT, "development", -cell.scenario.money.development_money)
    for week in range(launch, horizon):
        run.advance(week)
    report = run.office.report()
    run_out(run, cell.incumbent.policy, horizon)
    _check(run)
    duties, roles, edges, decisions, log = report
    series = told(run.recorder.table(0), run.truth, run.office.observations, cell.scenario)
    money = Table(ACTIVITIES, run.ledger.totals())
    return History(
        horizon=horizon, discount_rate=cell.scenario.money.discount_rate_per_year, series=series, money=money,
        duties=duties, roles=roles, edges=edges, decisions=decisions, log=before + log, ledger=run.ledger.lines(),
    )  # fmt: skip


def _project(cell: Cell) -> Project | None:
    """Return the project that leads to the launch; None where the product is finished, or work takes no time."""
    opening, arm = cell.scenario.opening, cell.arm
    takes_time = arm.execution.late and not arm.organisation.instant
    return opening.project if isinstance(opening, Launch) and takes_time else None


def _developed(run: Running, cell: Cell) -> tuple[int, tuple[Event, ...]]:
    """Have the product developed while rivals sell; return the week in which it comes out, and the project's log.

    What is not through by the horizon stays off the market.
    """
    horizon = cell.scenario.horizon_weeks
    run.enter_in(math.inf)
    run.office.start()
    week = 0
    while week < horizon and not is_through(run.office):
        run.advance(week)
        week += 1
    log = run.office.report()[-1]
    run.office = run.employed(cell.arm, (week, horizon - week))
    if week < horizon:
        run.enter_in(week)
        run.look(week)
    return week, log


K = TypeVar("K")
V = TypeVar("V")


def _remember(store: OrderedDict[K, V], key: K, value: V, limit: int) -> V:
    store[key] = value
    while len(store) > limit:
        store.popitem(last=False)
    return value


@kept
def _world_key(scenario: Scenario) -> str:
    return hashlib.sha256(scenario.model_dump_json(serialize_as_any=True).encode()).hexdigest()


def _setting(cell: Cell) -> Setting:
    scenario = cell.scenario
    world = _world_key(scenario)
    key = (world, cell.label, cell.seed, cell.replication, cell.silenced)
    if key in _settings:
        found = _settings[key]
        return Setting(cell, found.sizes, found.calendar, found.address, found.parameters, found.luck)
    if world not in _worlds:
        sizes = Sizes.of(scenario)
        _remember(_worlds, world, (sizes, _calendar(scenario), build(scenario)), KEPT_WORLDS)
    sizes, calendar, parameters = _worlds[world]
    address = Address(cell.seed, cell.label, cell.replication)
    first = -_burn_in(scenario)
    span = (first, scenario.horizon_weeks + scenario.run_out_weeks - first)
    drawn = launch_luck(parameters, scenario, address, cell.silenced)
    if LuckSource.COUNTS in cell.silenced:
        drawn["counts"] = 0.0
    if LuckSource.CATEGORY in cell.silenced:
        drawn["cat_sd"] = 0.0
    luck = draw(scenario, sizes, address, span, cell.silenced)
    return _remember(_settings, key, Setting(cell, sizes, calendar, address, drawn, luck), KEPT_OPENINGS)


def _burn_in(scenario: Scenario) -> int:
    opening = scenario.opening
    return opening.burn_in_weeks if isinstance(opening, GoingConcern) else 0


def _calendar(scenario: Scenario) -> Calendar:
    """Return the calendar of the whole run, with room for work that is planned before it and due after it."""
    before = _burn_in(scenario)
    after = scenario.horizon_weeks + scenario.run_out_weeks
    years = range(scenario.start.year - before // 52 - 3, scenario.start.year + after // 52 + 3)
    days = []
    for holiday in scenario.holidays:
        dates = holiday.dates
        if not dates and holiday.month:
            dates = tuple(scenario.start.replace(year=y, month=holiday.month, day=holiday.day) for y in years)
        days += [Holiday(holiday.name, d, public=not holiday.working) for d in dates]
    return Calendar(scenario.start, tuple(days), -7 * before - SPARE_DAYS, 7 * after + SPARE_DAYS)


def _opening(cell: Cell, setting: Setting) -> Opening:
    key = (_world_key(cell.scenario), cell.label, cell.seed, cell.replication, cell.silenced, _arm_key(cell))
    if key in _openings:
        return _openings[key]
    burn_in = _burn_in(cell.scenario)
    run = Running(setting, cell.incumbent, (-burn_in, burn_in), keep_log=False)
    _launch(run)
    if burn_in:
        _open_stocks(run)
        begin(run.office, inherited=False)
        run.office.start()
        for week in range(-burn_in, 0):
            run.advance(week)
    opening = Opening(
        state=run.state.copy(), stocks=run.desk.stocks.copy(), rivals=run.rivals.copy_states(),
        watched=run.rivals.watched,
        levers=tuple(run.levers.in_force(lever).copy() for lever in Lever),
        office=run.office.snapshot() if burn_in else None, sold=list(run.truth.sold),
        category=list(run.truth.category), first_week=-burn_in, crisis=(run.crises.depth, run.felt),
    )  # fmt: skip
    return _remember(_openings, key, opening, KEPT_OPENINGS)


def _arm_key(cell: Cell) -> str:
    text = _json(cell.incumbent.policy) + _json(cell.incumbent.organisation)
    return hashlib.sha256(text.encode()).hexdigest()


@kept
def _json(part: Part) -> str:
    return part.model_dump_json(serialize_as_any=True)


def _launch(run: Running) -> None:
    """Set states and levers of a first day."""
    scenario, sizes = run.scenario, run.sizes
    run.state = opening_state(run.setting.parameters, scenario, sizes)
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


def _open_stocks(run: Running) -> None:
    """Fill warehouse and channels from what is expected to be sold."""
    scenario = run.scenario
    households = np.array([r.households for r in scenario.market.regions])
    traffic = np.array([c.traffic_share for c in scenario.channels])
    expected = scenario.supply.launch_forecast_per_week or _expected_units(run)
    run.desk.open_with(expected, np.outer(households / households.sum(), traffic))


def _stock_up(run: Running) -> None:
    """Fill warehouse and channels for the launch, and book what that costs."""
    _open_stocks(run)
    run.ledger.book(run.env.now, Activity.COST_OF_GOODS, "production", -run.desk.stocks.made * run.desk.unit_cost())


def _expected_units(run: Running) -> float:
    p = run.setting.parameters[0]
    scenario = run.scenario
    rate = float((p["households"] * p["rate"]).sum()) * scenario.market.repeat.units_per_purchase
    return rate * scenario.brands[0].share


def _inherit(run: Running, opening: Opening) -> None:
    """Start an arm from the opening's values."""
    run.state = opening.state.copy()
    run.desk.stocks = opening.stocks.copy()
    run.rivals.states = [s.copy() for s in opening.rivals]
    run.rivals.watched = opening.watched
    run.crises.depth, run.felt = opening.crisis
    for lever, value in zip(Lever, opening.levers, strict=True):
        run.levers.put(lever, 0.0, value.copy())
    run.truth.open_books(opening.first_week, run.setting.luck.season)
    run.truth.sold = list(opening.sold)
    run.truth.category = list(opening.category)
    run.look(0)
    if opening.office is not None:
        run.office.restore(opening.office)


def _check(run: Running) -> None:
    """Assert that units and money conserve, and that every number is one; written so that NaN fails."""
    gap = run.desk.gap()
    if not abs(gap) <= TOLERANCE * max(1.0, run.desk.stocks.sold) + ROUNDING * run.desk.stocks.made:
        msg = f"units do not conserve: {gap:g} too many"
        raise MktsimError(msg)
    booked = float(run.ledger.totals().sum())
    if not abs(booked - run.ledger.cash) <= TOLERANCE * max(1.0, abs(run.ledger.totals()).sum()):
        msg = f"money does not conserve: {booked - run.ledger.cash:g} too much"
        raise MktsimError(msg)
    _check_finite(run.recorder.table(0), "series", frozenset({"rival_price"}))
    _check_finite(Table(ACTIVITIES, run.ledger.totals()), "money", frozenset())


def _check_finite(table: Table, name: str, but: frozenset[str]) -> None:
    """Assert that a table holds finite numbers only, but for columns that may have none, such as a price of nobody."""
    wrong = [name for name in table.columns if name not in but and not np.isfinite(table.column(name)).all()]
    if wrong:
        first = int(np.argmin(np.isfinite(table.column(wrong[0]))))
        raise MktsimError(f"{name} is not finite from week {first} on: {', '.join(wrong[:5])}")
