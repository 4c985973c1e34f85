"""What plans make of each other: a season after a stock-out, media booked twice, money left over."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[2] / "support"))

from mechanism_office import furnished, work

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.advertising.campaigns import Campaign
from mktsim.model.organisation.mechanisms.knowledge.forecast import ForecastSales
from mktsim.model.organisation.mechanisms.planning.approval import POLICY_REVIEW, PolicyReview
from mktsim.model.organisation.mechanisms.planning.budget import CATCH_UP, OVERCHARGED, window_money
from mktsim.model.organisation.mechanisms.promotion.money import FUNDS
from mktsim.model.organisation.mechanisms.routine.start import begin
from mktsim.model.organisation.mechanisms.timing import Window
from mktsim.study.question.library import catalogue

CATALOGUE = {duty.id: duty for duty in catalogue()}


def test_a_month_without_stock_does_not_blow_the_season_up():
    months = (np.arange(156) * 7 // 30) % 12
    sold_out = np.where(months == 5, 0.0, 100.0)
    season = ForecastSales(season_years=0.0)._season(sold_out, months, np.ones(12))
    assert np.mean(season) == pytest.approx(1.0)
    assert min(season) >= 0.2
    assert max(season) < 1.2


def test_a_new_booking_replaces_its_own_weeks_and_leaves_the_others():
    duty = CATALOGUE["marketing.13"]
    bench = furnished(duty)
    office = bench.office
    everywhere = (1.0,) * office.sizes.regions
    first = Campaign((1, 2, 3), (10.0, 10.0, 10.0), (0.5, 0.5), everywhere)
    second = Campaign((2,), (40.0,), (0.5, 0.5), everywhere)
    for campaign in (first, second):
        duty.mechanism.apply(office, work(duty), campaign)
    pressure = []
    for week in range(1, 5):
        bench.go_to(7.0 * week + 1.0)
        pressure.append(office.levers.in_force(Lever.PRESSURE).sum())
    spent = -office.ledger.totals[:, [Activity.ADVERTISING, Activity.AGENCY_FEE]].sum(axis=1)
    share = office.scenario.money.agency_fee_share
    above = 1.0 + OVERCHARGED * share / (1.0 + share)  # nobody audits the fee
    assert spent[1:5] == pytest.approx([10.0 * above, 40.0 * above, 10.0 * above, 0.0])
    assert pressure[0] == pytest.approx(pressure[2])
    assert pressure[1] == pytest.approx(4.0 * pressure[0])
    assert pressure[3] == 0.0


def test_money_not_spent_is_planned_again_but_not_poured_out():
    bench = furnished()
    office = bench.office
    line, agent = BudgetLine.ADVERTISING, "communications"
    bench.go_to(280.0)
    last = Window(300.0, 360.0)
    usual = window_money(office, agent, line, last)
    bench.give(agent, POLICY_REVIEW, PolicyReview(400.0))
    assert window_money(office, agent, line, last) == pytest.approx(CATCH_UP * usual)


def test_what_is_spent_until_the_window_begins_is_not_planned_twice():
    bench = furnished()
    office = bench.office
    line, agent = BudgetLine.ADVERTISING, "communications"
    bench.give(agent, POLICY_REVIEW, PolicyReview(400.0))
    windows = [Window(91.0 * q, 91.0 * (q + 1)) for q in range(4)]
    planned = sum(window_money(office, agent, line, window) for window in windows)
    assert planned == pytest.approx(office.ledger.approved[line], rel=0.02)


def test_funds_of_the_next_quarter_leave_those_of_this_one_released():
    duty = CATALOGUE["promotion_planner.3"]
    bench = furnished(duty)
    office = bench.office
    for created in (-90.0, 1.0):
        one = work(duty)
        one.created = created
        bench.do(duty, task=one)
    windows = [(f.first_day, f.last_day) for f in office.plan("communications", FUNDS)]
    assert len(windows) == 2


def test_members_begin_with_the_skill_of_the_scenario():
    bench = furnished()
    office = bench.office
    begin(office, inherited=False)
    assert office.levels.skill() == pytest.approx([channel.skill for channel in office.scenario.channels])
