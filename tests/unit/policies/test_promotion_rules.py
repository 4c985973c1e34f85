"""What single promotion rules plan."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mktsim.inputs.rules import Belief, HolidayDate, Mechanic, PromotionInformation
from mktsim.model.policies.promotion.calendar import HolidayCalendar, Monthly, PulsedPromotion, Quarterly
from mktsim.model.policies.promotion.rule import NoPromotion
from mktsim.model.policies.promotion.targeted import RegionTargeted, StockClearing

SEEN = PromotionInformation(
    first_day=0.0,
    days=365.0,
    year_start_day=0.0,
    holidays=(HolidayDate("spring", 40.0), HolidayDate("autumn", 280.0), HolidayDate("new_year", 3.0)),
    funds_money=1e9,
    price=2.0,
    unit_margin=0.8,
    forecast=Belief(700.0, 50.0),
    lift=Belief(4.0, 0.5),
    stock_weeks=Belief(5.0, 0.5),
    region_gap=(0.2, -0.1, 0.06),
    stage=(0.0, 0.0, 1.0, 0.0),
)


def events(rule, seen=SEEN):
    return rule.decide(seen).events


def test_none_plans_nothing():
    assert events(NoPromotion()) == ()


def test_monthly_and_quarterly_keep_their_cadence():
    assert len(events(Monthly())) == 12
    assert [round(e.first_day) for e in events(Quarterly())] == [35, 126, 218, 309]


def test_a_year_planned_month_by_month_is_the_year_planned_at_once():
    rule = PulsedPromotion()
    parts = [events(rule, replace(SEEN, first_day=28.0 * k, days=28.0)) for k in range(13)]
    assert [e.first_day for p in parts for e in p] == [e.first_day for e in events(rule, replace(SEEN, days=364.0))]


def test_holiday_calendar_leads_each_holiday_and_is_cut_to_the_window():
    first, second, third = events(HolidayCalendar(lead_days=10.0))
    assert (second.first_day, second.name) == (30.0, "spring")
    assert third.name == "autumn"
    # 10 days before day 3 lies before the window.
    assert (first.first_day, first.days) == (0.0, 7.0)
    assert [e.name for e in events(HolidayCalendar(holidays=("autumn",)))] == ["autumn"]


def test_expected_cost_reprices_every_unit_that_the_event_sells():
    rule = Monthly(mechanics=(Mechanic.PRICE_OFF,), depth=0.2, days=7.0)
    event = events(rule)[0]
    assert rule.expected_cost(SEEN, event) == pytest.approx(700.0 * math.exp(0.8) * 2.0 * 0.2)


def test_short_funds_make_events_shallower_then_fewer():
    rule = Quarterly(mechanics=(Mechanic.PRICE_OFF,))
    full = rule.expected_cost(SEEN, events(rule)[0])
    two_and_a_half = events(rule, replace(SEEN, funds_money=2.5 * full))
    assert len(two_and_a_half) == 3
    assert two_and_a_half[0].depth == two_and_a_half[1].depth == 0.2
    assert 0.05 <= two_and_a_half[2].depth < 0.2
    assert events(rule, replace(SEEN, funds_money=0.0)) == ()


def test_nothing_is_planned_on_an_unknown_forecast():
    assert events(Monthly(), replace(SEEN, forecast=Belief(700.0, math.inf))) == ()


def test_stock_clearing_needs_excess_beyond_doubt_and_goes_deeper_with_it():
    rule = StockClearing()
    assert events(rule) == ()
    assert events(rule, replace(SEEN, stock_weeks=Belief(9.0, 2.0))) == ()
    (some,) = events(rule, replace(SEEN, stock_weeks=Belief(10.0, 0.5)))
    (much,) = events(rule, replace(SEEN, stock_weeks=Belief(40.0, 0.5)))
    assert some.depth == pytest.approx(math.log(1.5) / 4.0)
    assert much.depth == rule.depth > some.depth


def test_region_targeted_promotes_where_sales_are_behind():
    assert {e.regions for e in events(RegionTargeted())} == {(0, 2)}
    assert {e.regions for e in events(RegionTargeted(most_regions=1))} == {(0,)}
    assert events(RegionTargeted(), replace(SEEN, region_gap=(0.0, 0.0, 0.0))) == ()


def test_depth_follows_the_stage():
    rule = Monthly(stage_depth=(1.5, 0.5, 1.0, 0.25))
    assert events(rule, replace(SEEN, stage=(0.0, 1.0, 0.0, 0.0)))[0].depth == pytest.approx(0.1)
