"""What single advertising rules plan."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pydantic import ValidationError

from mktsim.inputs.rules import AdvertisingInformation, Belief, Message
from mktsim.model.policies.advertising.budget_based import (
    Fixed,
    HistoricalAdvertising,
    ObjectiveAndTask,
    PercentOfSales,
    ShareOfVoice,
)
from mktsim.model.policies.advertising.timing import Even, PulsedAdvertising, StageWeighted
from oracles.dorfman_steiner import advertising_to_revenue

SEEN = AdvertisingInformation(
    week=0,
    weeks=8,
    budget_money=8000.0,
    sales_money=Belief(10000.0, 0.0),
    unit_margin=1.0,
    stage=(0.0, 0.0, 1.0, 0.0),
    rival_spending=Belief(900.0, 0.0),
    share=Belief(0.20, 0.0),
    awareness=Belief(0.50, 0.0),
    response=Belief(0.24, 0.0),
    season=(1.0,) * 8,
)


def spending(rule, seen=SEEN):
    return rule.decide(seen).spending_money


def test_even_spends_the_budget_evenly():
    assert spending(Even()) == pytest.approx((1000.0,) * 8)


def test_fixed_is_capped_by_the_budget():
    assert spending(Fixed(per_week_money=300.0)) == (300.0,) * 8
    assert sum(spending(Fixed(per_week_money=3000.0))) == pytest.approx(8000.0)


def test_percent_of_sales_follows_expected_sales():
    assert spending(PercentOfSales(share=0.05)) == pytest.approx((500.0,) * 8)
    unknown = replace(SEEN, sales_money=Belief(0.0, math.inf))
    assert spending(PercentOfSales(), unknown) == spending(Even())


def test_pulsed_spends_what_even_spends_in_its_bursts():
    plan = spending(PulsedAdvertising(on_weeks=2, off_weeks=2))
    assert plan == pytest.approx((2000.0, 2000.0, 0.0, 0.0) * 2)
    shifted = spending(PulsedAdvertising(on_weeks=2, off_weeks=2), replace(SEEN, week=1))
    assert [x > 0 for x in shifted] == [True, False, False, True] * 2
    assert sum(spending(PulsedAdvertising(on_weeks=1, off_weeks=51), replace(SEEN, week=10))) == 0.0


def test_share_of_voice_is_held_above_the_market_share():
    plan = spending(ShareOfVoice(excess=0.10, launch_weeks=0))
    assert plan[0] / (plan[0] + 900.0) == pytest.approx(0.30)
    launch = spending(ShareOfVoice(excess=0.0, launch_weeks=4, launch_multiple=2.0, target_share=0.25))
    assert launch[0] / (launch[0] + 900.0) == pytest.approx(0.5)
    assert launch[4] / (launch[4] + 900.0) == pytest.approx(0.2)


def test_stage_weighted_is_dorfman_steiner_in_maturity_and_more_before():
    rule = StageWeighted(discount_per_year=0.0)
    assert spending(rule)[0] / 10000.0 == pytest.approx(advertising_to_revenue(0.24, 2.6))
    early = spending(rule, replace(SEEN, stage=(1.0, 0.0, 0.0, 0.0), budget_money=1e9))
    late = spending(rule, replace(SEEN, stage=(0.0, 0.0, 0.0, 1.0)))
    assert early[0] > spending(rule)[0] > late[0]


def test_stage_weighted_falls_back_on_what_is_generally_known():
    vague = replace(SEEN, response=Belief(0.9, math.inf))
    assert spending(StageWeighted(), vague) == spending(StageWeighted())


def test_objective_and_task_pays_for_the_gap_and_the_upkeep():
    rule = ObjectiveAndTask(point_money=100.0, goals=(0.8, 0.8, 0.8, 0.8), weeks_to_goal=30.0, loss_per_week=0.01)
    assert spending(rule)[0] == pytest.approx(100.0 * 100.0 * (0.3 / 30.0 + 0.005))
    reached = replace(SEEN, awareness=Belief(0.9, 0.0))
    assert spending(rule, reached)[0] == pytest.approx(100.0 * 100.0 * 0.008 / 1.0 * 1.0, rel=1e-9)


def test_historical_spends_year_by_year():
    rule = HistoricalAdvertising(per_year_money=(5218.0, 10436.0))
    plan = spending(rule, replace(SEEN, week=48, budget_money=1e9))
    assert plan[0] == pytest.approx(100.0, rel=1e-3)
    assert plan[-1] == pytest.approx(200.0, rel=1e-3)
    assert sum(spending(rule, replace(SEEN, weeks=52, season=(1.0,) * 52, budget_money=1e9))) == pytest.approx(
        5218.0, rel=0.005
    )


def test_season_moves_money_between_weeks_and_keeps_the_sum():
    seasonal = replace(SEEN, season=(0.5, 1.5) * 4)
    plan = spending(Even(season_exponent=1.0), seasonal)
    assert plan == pytest.approx((500.0, 1500.0) * 4)


def test_the_message_follows_the_most_probable_stage():
    assert Even().decide(SEEN).message is Message.REMIND
    assert Even().decide(replace(SEEN, stage=(0.6, 0.4, 0.0, 0.0))).message is Message.INFORM


def test_a_mix_has_to_be_whole():
    assert Even(mix=(0.3, 0.7)).decide(SEEN).mix == (0.3, 0.7)
    with pytest.raises(ValidationError, match=r"mix\s+sums to 0.9, not 1"):
        Even(mix=(0.3, 0.6))
