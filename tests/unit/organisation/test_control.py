"""Counsel, supervision and leaks: plans have contents, deviations are found, and what becomes known is answered."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[2] / "support"))

from mechanism_office import EVENT, PAST, TERMS, furnished

from mktsim.inputs.cell import IDEAL
from mktsim.inputs.rules import ChannelDecision
from mktsim.model.leaks import Leak, leak_of
from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import EFFECTS, Level
from mktsim.model.organisation.mechanisms.channel.plan import CHANNEL_PLAN, ChannelPlan, drive, push
from mktsim.model.organisation.mechanisms.control.counsel import expected_result
from mktsim.model.organisation.mechanisms.planning.budget import overbilled
from mktsim.model.organisation.mechanisms.planning.corrections import CORRECTION, Correction
from mktsim.model.organisation.mechanisms.pricing.set_price import PriceList
from mktsim.model.organisation.mechanisms.promotion.calendar import PlannedEvent, PromotionCalendar
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED, put_in_force
from mktsim.model.organisation.mechanisms.supply.production import PRODUCTION_ORDER, ProductionOrder
from mktsim.study.question.library import catalogue

ROWS = {duty.id: duty for duty in catalogue()}
RUNNING = replace(PAST, id="now", starts=(-7.0, -7.0), last_day=21.0, shares=(0.5, 0.5), agreed=(1.0, 1.0))


def supervised(quality=0.7, **plans):
    bench = furnished(ROWS["planning_role.supervisor"])
    for key, plan in plans.values():
        bench.give("planning", key, plan)
    return bench.do(ROWS["planning_role.supervisor"], quality)


def test_supervision_finds_promotions_that_fewer_outlets_run_than_agreed():
    full = replace(RUNNING, id="full", shares=(1.0, 1.0))
    found = supervised(booked=(BOOKED, (PAST, RUNNING, full)))
    assert found.promotions == ("now",)


def test_outlets_that_are_reminded_join_in_and_those_that_never_agreed_do_not():
    bench = furnished()
    office = bench.office
    put_in_force(office, "communications", (RUNNING,))
    before = office.levers.in_force(Lever.DEAL_COVER)[0, 0]
    bench.give("communications", CORRECTION, Correction(9.0, 1.0, ("now",), 0.4, (), 1.0))
    put_in_force(office, "communications", (RUNNING,))
    assert before == 0.5
    assert office.levers.in_force(Lever.DEAL_COVER)[0, 0] == pytest.approx(0.7)
    assert RUNNING.reminded(1.0) == (1.0, 1.0)
    assert replace(RUNNING, shares=(0.0, 0.5)).reminded(1.0) == (0.0, 1.0)


def test_production_follows_sales_that_run_away_from_its_order_and_no_noise():
    """Channels report 400 units a week."""
    exact, far = ((PRODUCTION_ORDER, ProductionOrder(0.0, 1.0, units)) for units in (400.0, 800.0))
    assert supervised(order=exact).production == 1.0
    assert supervised(order=far).production == pytest.approx(0.75)


def test_calls_go_to_the_channel_that_is_behind_its_target():
    plan = ChannelPlan(
        0.0, ChannelDecision((replace(TERMS, target_distribution=1.0), replace(TERMS, target_distribution=0.4)))
    )
    calls = supervised(plan=(CHANNEL_PLAN, plan)).calls
    assert calls[0] > calls[1]


def test_counsel_gets_more_exact_with_quality_and_exact_with_perfect_knowledge():
    row = ROWS["planning_role.strategist"]
    poor, good = (furnished(row).do(row, quality).options for quality in (0.2, 0.9))
    error = {len(options): max(option.se for option in options) for options in (poor, good)}
    assert error == {3: max(o.se for o in good)}
    assert max(o.se for o in poor) > max(o.se for o in good) > 0.0
    exact = furnished(row, execution=IDEAL).do(row).options
    assert all(option.se == 0.0 for option in exact)
    assert list(exact) == sorted(exact, key=lambda option: -option.result)


def test_money_that_lies_idle_is_worth_nothing_and_money_in_use_is():
    bench = furnished(ROWS["planning_role.strategist"])
    office = bench.office
    bench.go_to(200.0)
    assert expected_result(office, "planning", 1000.0) == 0.0
    office.ledger.spent[[BudgetLine.ADVERTISING, BudgetLine.PROMOTION]] = 40_000.0
    there, back = (expected_result(office, "planning", money) for money in (1000.0, -1000.0))
    assert there != 0.0
    assert there + back < 0.0  # what is taken away was worth more than what is added: returns diminish


def test_bills_beyond_what_ran_are_paid_until_somebody_holds_them_against_it():
    row = ROWS["planning_function.09"]
    bench = furnished(row)
    before = overbilled(bench.office, "planning", 100.0, 20.0)
    bench.do(row, 0.9)
    after = overbilled(bench.office, "planning", 100.0, 20.0)
    assert 0.0 < after.media < before.media
    assert 0.0 < after.fee < before.fee
    ideal = furnished(row, execution=IDEAL)
    assert overbilled(ideal.office, "planning", 100.0, 20.0) == (type(before)(0.0, 0.0))


def test_a_leak_tells_that_plan_and_only_what_is_still_to_come():
    calendar = PromotionCalendar(0.0, 90.0, (PlannedEvent("40.0", EVENT),))
    assert leak_of(calendar, 0.0) == Leak(40.0, depth=0.2)
    assert leak_of(calendar, 41.0) is None
    assert leak_of(PriceList(14.0, (9.0, 11.0)), 0.0) == Leak(14.0, price=10.0)
    assert leak_of(PriceList(14.0, (9.0, 11.0)), 20.0) is None
    assert leak_of(np.zeros(3), 0.0) is None
    assert leak_of((PAST,), -30.0) == Leak(-21.0, depth=0.2)


def test_contacts_that_an_inconsistent_identity_loses_go_in_part_to_the_leading_rival():
    row = ROWS["marketing.13"]
    mistaken, own = {}, {}
    for identity in (0.1, 0.9):
        bench = furnished(row)
        office = bench.office
        now = office.levels.level(Level.IDENTITY)
        office.levels.build(Level.IDENTITY, (identity - now) / (1.0 - now if identity > now else now))
        bench.do(row)
        bench.go_to(8.0)
        mistaken[identity] = float(office.levers.in_force(Lever.MISTAKEN).sum())
        own[identity] = float(office.levers.in_force(Lever.PRESSURE).sum())
    assert mistaken[0.9] == 0.0
    assert 0.0 < mistaken[0.1] < own[0.9] - own[0.1]


def test_incentives_are_paid_from_the_channel_line_and_do_nothing_without_it():
    row = ROWS["business_planner.4"]
    rise, paid = {}, {}
    for line in (50_000.0, 0.0):
        bench = furnished(row)
        office = bench.office
        office.ledger.approved[BudgetLine.CHANNEL] = line
        before = drive(office, row.owner)
        bench.do(row)
        rise[line] = drive(office, row.owner) - before
        paid[line] = -float(office.ledger.totals[:, Activity.INCENTIVES].sum())
    assert rise == {50_000.0: pytest.approx(rise[50_000.0]), 0.0: 0.0}
    assert rise[50_000.0] > 0.0
    assert paid[0.0] == 0.0 < paid[50_000.0] <= row.mechanism.incentive_share * 50_000.0 / 4.0


def test_sellers_who_know_less_than_at_the_opening_recommend_rivals():
    bench = furnished()
    office = bench.office
    assert EFFECTS.opening_skill < office.scenario.channels[0].skill
    assert push(office, "sales_support").max() < 0.0
    office.levels.train(np.ones(office.sizes.channels))
    assert push(office, "sales_support").min() > 0.0


def test_the_integrated_plan_holds_the_dates_of_promotions():
    row = ROWS["planning_duty.4"]
    bench = furnished(row)
    assert bench.do(row).promotions == (EVENT.first_day,)
    bench.go_to(80.0)
    assert bench.do(row).promotions == ()
