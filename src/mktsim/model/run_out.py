"""The run-out: weeks after the horizon under the baseline policy, run by rule, that make the terminal value.

Every arm runs on under the same policy, decided at once by its rules as rivals' are, so that arms differ by the states
they leave: memory, habits, listings, contracts, installed base, stock. All running costs are booked; goods in hand are
used first and stand as a line of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.ledger import Activity
from mktsim.model.levers import Lever
from mktsim.model.world import WEEK_DAYS
from mktsim.model.world_run import DAY
from mktsim.sums import total

if TYPE_CHECKING:
    from mktsim.inputs.policy import Policy
    from mktsim.model.world_run import WorldRun

WEEKS_PER_YEAR = 52
OVERHEADS = (Activity.RESEARCH, Activity.TRAINING, Activity.EVENTS, Activity.INCENTIVES)
"""Running costs that go on at their mean of the weeks that count."""
BASELINE = "baseline"
"""Owner of what is booked in the run-out."""


def run_out(run: WorldRun, policy: Policy, horizon: int) -> None:
    """Run the run-out from week `horizon` under `policy`, without the organisation."""
    weeks = run.world.scenario.run_out_weeks
    if weeks == 0:
        return
    if run.given_up:
        for week in range(horizon, horizon + weeks):
            run.lie_still(week)
        return
    overheads = run.ledger.weekly_mean(OVERHEADS)
    price = float(run.levers.in_force(Lever.PRICE).mean())
    run.rivals.take_over(policy, price, total(run.truth.sold[-1]) if run.truth.sold else 0.0)
    clear_levers(run)
    run.desk.open_tap()
    staff = weekly_pay(run)
    fee = run.world.scenario.money.agency_fee_share
    for week in range(horizon, horizon + weeks):
        day = WEEK_DAYS * (week + 1) - DAY
        run.desk.open_week(week)
        run.close(week, day)
        media, calls = run.rivals.spending()
        costs = {
            Activity.ADVERTISING: media, Activity.AGENCY_FEE: fee * media,
            Activity.CALLS: calls * run.world.scenario.money.call_money, Activity.STAFF: staff, **overheads,
        }  # fmt: skip
        for activity, money in costs.items():
            run.ledger.book(day, activity, BASELINE, -money)
        run.recorder.week(run, week)


def clear_levers(run: WorldRun) -> None:
    """End what the organisation had in force and no rule carries on; outlets stay open."""
    v = run.market.levers
    v.gift[:, 0] = v.push[:, 0] = 0.0
    v.build[:, 0] = 0.0
    v.price_step[:, 0] = 0.0
    v.message[:, 0] = 1.0
    run.levers.put(Lever.MISTAKEN, run.env.now, np.zeros_like(run.levers.in_force(Lever.MISTAKEN)))


def weekly_pay(run: WorldRun) -> float:
    """Return the week's pay of the arm's organisation, money."""
    firm = [agent for agent in run.organisation.office.organisation.agents.values() if not agent.outside]
    fte = sum(role.staff_fte for agent in firm for role in agent.roles.values())
    return fte * run.world.scenario.money.pay_per_fte_year / WEEKS_PER_YEAR
