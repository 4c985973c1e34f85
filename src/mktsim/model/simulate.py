"""Simulate one cell: the opening, the counted weeks, the run-out, the history."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mktsim.errors import MktsimError
from mktsim.inputs.casting import cast
from mktsim.inputs.scenario import Launch
from mktsim.model.initial_state import inherit, initial_state, stock_up
from mktsim.model.ledger import Activity
from mktsim.model.organisation.mechanisms.routine.start import begin
from mktsim.model.organisation.project import is_through, steps
from mktsim.model.run_out import run_out
from mktsim.model.true_stages import told
from mktsim.model.world_inputs import burn_in_weeks, world_inputs
from mktsim.model.world_run import WorldRun
from mktsim.outcomes.history import History, Table

if TYPE_CHECKING:
    from mktsim.inputs.cell import Cell, ResolvedArm
    from mktsim.inputs.duty import Duty
    from mktsim.inputs.scenario import Project
    from mktsim.model.replay import Tape
    from mktsim.outcomes.history import Event

TOLERANCE = 1e-6
ROUNDING = 1e-12
"""Rounding of sums of stocks, relative to all that was ever made, where next to nothing of it is sold."""
ACTIVITIES = tuple(activity.name.lower() for activity in Activity)


def simulate(cell: Cell, tape: Tape | None = None) -> History:
    """Return the history of `cell`; same cell, same bits, whatever was simulated before, with a tape or without.

    What is kept between calls (worlds, initial states) are values of pure functions of the cell.
    """
    inputs = world_inputs(cell)
    horizon, inherited = cell.scenario.horizon_weeks, burn_in_weeks(cell.scenario) > 0
    project = _project(cell)
    arm = replace(cell.arm, duties=_steps(project, cell.arm), neglect=()) if project else cell.arm
    run = WorldRun(inputs, arm, (0, horizon), keep_log=cell.keep_log)
    inherit(run, initial_state(cell, inputs))
    if tape is not None:
        tape.begin(run)
    launch, before = _developed(run, cell) if project else (0, ())
    if isinstance(cell.scenario.opening, Launch) and launch < horizon:
        stock_up(run)
    begin(run.organisation.office, inherited=inherited)
    run.organisation.start()
    if not inherited:
        run.ledger.book(0.0, Activity.DEVELOPMENT, "development", -cell.scenario.money.development_money)
    for week in range(launch, horizon):
        run.lie_still(week) if run.given_up else run.advance(week)
    report = run.organisation.report()
    run_out(run, cell.incumbent.policy, horizon)
    _check(run)
    duties, roles, edges, decisions, log = report
    series = told(run.recorder.table(0), run.truth, run.organisation.parts.observations, cell.scenario)
    money = Table(ACTIVITIES, run.ledger.totals)
    return History(
        horizon=horizon, discount_rate=cell.scenario.money.discount_rate_per_year, series=series, money=money,
        duties=duties, roles=roles, edges=edges, decisions=decisions, log=before + log, ledger=run.ledger.lines,
    )  # fmt: skip


def _project(cell: Cell) -> Project | None:
    """Return the project that leads to the launch; None where the product is finished, or work takes no time."""
    opening, arm = cell.scenario.opening, cell.arm
    takes_time = arm.execution.late and not arm.organisation.instant
    return opening.project if isinstance(opening, Launch) and takes_time else None


def _steps(project: Project, arm: ResolvedArm) -> tuple[Duty, ...]:
    """Return a project's steps with who takes them in an arm's organisation."""
    return cast(steps(project), arm.organisation.plays, arm.organisation.duties)


def _developed(run: WorldRun, cell: Cell) -> tuple[int, tuple[Event, ...]]:
    """Have the product developed while rivals sell; return the week in which it comes out, and the project's log.

    What is not through by the horizon stays off the market.
    """
    horizon = cell.scenario.horizon_weeks
    run.enter_in(math.inf)
    run.organisation.start()
    week = 0
    while week < horizon and not is_through(run.organisation.office):
        run.advance(week)
        week += 1
    log = run.organisation.report()[-1]
    run.organisation = run.employed(cell.arm, (week, horizon - week))
    if week < horizon:
        run.enter_in(week)
        run.look(week)
    return week, log


def _check(run: WorldRun) -> None:
    """Assert that units and money conserve, and that every number is one; written so that NaN fails."""
    gap = run.desk.gap()
    if not abs(gap) <= TOLERANCE * max(1.0, run.desk.stocks.sold) + ROUNDING * run.desk.stocks.made:
        msg = f"units do not conserve: {gap:g} too many"
        raise MktsimError(msg)
    booked = float(run.ledger.totals.sum())
    if abs(booked - run.ledger.cash) > TOLERANCE * max(1.0, abs(run.ledger.totals).sum()):
        msg = f"money does not conserve: {booked - run.ledger.cash:g} too much"
        raise MktsimError(msg)
    _check_finite(run.recorder.table(0), "series", frozenset({"rival_price"}))
    _check_finite(Table(ACTIVITIES, run.ledger.totals), "money", frozenset())


def _check_finite(table: Table, name: str, but: frozenset[str]) -> None:
    """Assert that a table holds finite numbers only, but for columns that may have none, such as a price of nobody."""
    wrong = [name for name in table.columns if name not in but and not np.isfinite(table.column(name)).all()]
    if wrong:
        first = int(np.argmin(np.isfinite(table.column(wrong[0]))))
        raise MktsimError(f"{name} is not finite from week {first} on: {', '.join(wrong[:5])}")
