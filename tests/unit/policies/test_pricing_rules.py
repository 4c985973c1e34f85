"""What single pricing rules decide."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pydantic import ValidationError

from mktsim.inputs.rules import Belief, PricingInformation
from mktsim.model.policies.pricing.competitive import CompetitiveIndex, EverydayLow, HiLo
from mktsim.model.policies.pricing.cost_based import CostPlus
from mktsim.model.policies.pricing.life_cycle import HistoricalPrice, Markdown, Penetration, Skimming, StageBased
from mktsim.model.policies.pricing.response_based import OptimalLogit, ValueBased
from mktsim.science.theory.logit_price import LogPriceMarket, level_monopoly, log_price_optimum, log_price_share

MATURE = (0.0, 0.0, 1.0, 0.0)
SEEN = PricingInformation(
    week=0,
    price=10.0,
    opening_price=10.0,
    unit_cost=Belief(4.0, 0.0),
    margin_share=0.0,
    elasticity=Belief(-2.6, 0.0),
    willingness=Belief(1e12, 0.0),
    rival_price=Belief(9.0, 0.0),
    quality=Belief(0.0, 0.0),
    stage=MATURE,
    stock_weeks=Belief(4.0, 0.0),
)


def price(rule, seen):
    return rule.decide(seen).price


def test_value_based_equals_the_closed_form_when_the_elasticity_is_exact():
    # C14: a = 1, d = 3, c = 1: best price 3 at elasticity -1.5.
    best = level_monopoly(1.0, 1.0, 3.0)
    seen = replace(SEEN, unit_cost=Belief(1.0, 0.0), elasticity=Belief(best.own_elasticity, 0.0))
    assert price(ValueBased(speed=1.0), seen) == pytest.approx(3.0, abs=1e-9)
    at_best = replace(seen, price=3.0)
    assert price(ValueBased(), at_best) == pytest.approx(3.0, abs=1e-9)


def test_value_based_settles_at_the_optimum_of_a_log_price_market():
    market = LogPriceMarket(beta=2.6, strength=1.0, outside=1.0)
    best = log_price_optimum(1.0, market)
    seen = replace(SEEN, price=1.2, opening_price=1.2, unit_cost=Belief(1.0, 0.0))
    for _ in range(80):
        e = -market.beta * (1.0 - log_price_share(seen.price, market))
        seen = replace(seen, price=price(ValueBased(), replace(seen, elasticity=Belief(e, 0.0))))
    assert seen.price == pytest.approx(best.price, rel=1e-6)


@pytest.mark.parametrize("start", [0.9, 1.5, 5.0])
def test_optimal_logit_hits_the_optimum_in_one_review(start):
    market = LogPriceMarket(beta=2.1, strength=4.0, outside=1.5)
    e = -market.beta * (1.0 - log_price_share(start, market))
    seen = replace(SEEN, price=start, opening_price=start, unit_cost=Belief(1.0, 0.0), elasticity=Belief(e, 0.0))
    best = log_price_optimum(1.0, market)
    assert price(OptimalLogit(price_coefficient=2.1), seen) == pytest.approx(best.price, rel=1e-9)
    assert best.price == pytest.approx(1.0 * best.own_elasticity / (best.own_elasticity + 1.0))


def test_value_based_moves_less_and_trusts_less_when_it_knows_less():
    sure = price(ValueBased(), replace(SEEN, elasticity=Belief(-5.0, 0.0)))
    unsure = price(ValueBased(), replace(SEEN, elasticity=Belief(-5.0, 1.0)))
    blind = price(ValueBased(), replace(SEEN, elasticity=Belief(-5.0, math.inf)))
    assert sure < unsure < 10.0
    assert blind == pytest.approx(price(ValueBased(), replace(SEEN, elasticity=Belief(-1.0, math.inf))))


def test_value_based_keeps_below_what_the_median_household_would_pay():
    seen = replace(SEEN, elasticity=Belief(-1.5, 0.0), willingness=Belief(9.0, 0.0))
    assert price(ValueBased(speed=1.0), seen) == pytest.approx(9.0)
    vague = replace(seen, willingness=Belief(9.0, 1.0))
    assert price(ValueBased(speed=1.0), vague) == pytest.approx(10.0)


def test_margins_of_members_are_earned_before_the_firm_earns():
    assert price(CostPlus(markup=0.5), replace(SEEN, margin_share=0.25)) == pytest.approx(4.0 * 1.5 / 0.75)


def test_cost_plus_keeps_the_price_when_cost_is_unknown():
    assert price(CostPlus(), replace(SEEN, unit_cost=Belief(4.0, math.inf))) == 10.0


def test_skimming_opens_above_penetration_and_comes_down():
    assert price(Skimming(), SEEN) == 10.0
    assert price(Penetration(), SEEN) == 7.5
    path = [price(Skimming(), replace(SEEN, week=w)) for w in (0, 52, 104, 520)]
    assert path == sorted(path, reverse=True)
    assert path[1] == pytest.approx(9.0)
    assert path[-1] == pytest.approx(5.5)


def test_paths_stop_at_their_markup_on_cost():
    dear = replace(SEEN, week=520, unit_cost=Belief(8.0, 0.0))
    assert price(Skimming(least_markup=0.1), dear) == pytest.approx(8.8)
    assert price(Penetration(least_markup=-0.2), dear) == pytest.approx(6.4)


def test_competitive_index_follows_rivals_as_far_as_they_are_known():
    rule = CompetitiveIndex(index=1.1)
    assert price(rule, SEEN) == pytest.approx(9.9)
    vague = price(rule, replace(SEEN, rival_price=Belief(6.0, 3.0)))
    assert 6.6 < vague < 10.0
    assert price(rule, replace(SEEN, rival_price=Belief(math.nan, math.inf))) == 10.0
    better = replace(SEEN, quality=Belief(0.5, 0.1))
    assert price(CompetitiveIndex(quality_premium=0.4), better) == pytest.approx(9.0 * math.exp(0.2))


def test_hi_lo_lists_above_and_everyday_low_below():
    assert price(HiLo(premium=0.1), SEEN) == pytest.approx(11.0)
    assert price(EverydayLow(cut=0.1), SEEN) == pytest.approx(9.0)


def test_stage_based_weighs_stages_by_their_probability():
    assert price(StageBased(), replace(SEEN, stage=(1.0, 0.0, 0.0, 0.0))) == pytest.approx(10.0)
    assert price(StageBased(), replace(SEEN, stage=(0.0, 0.5, 0.5, 0.0))) == pytest.approx(7.25)


def test_markdown_waits_for_decline_and_cuts_twice_as_deep_on_excess_stock():
    assert price(Markdown(), SEEN) == 10.0
    decline = replace(SEEN, stage=(0.0, 0.0, 0.2, 0.8))
    assert price(Markdown(), decline) == pytest.approx(9.5)
    assert price(Markdown(), replace(decline, stock_weeks=Belief(20.0, 1.0))) == pytest.approx(9.0)
    for _ in range(60):
        decline = replace(decline, price=price(Markdown(), decline))
    assert decline.price == pytest.approx(5.0)


def test_historical_runs_straight_between_its_points():
    rule = HistoricalPrice(points=((0, 500.0), (52, 400.0)))
    assert [price(rule, replace(SEEN, opening_price=500.0, week=w)) for w in (-4, 0, 26, 52, 200)] == [
        500.0,
        500.0,
        450.0,
        400.0,
        400.0,
    ]


@pytest.mark.parametrize("points", [[], [[4, 10.0], [4, 9.0]], [[4, 10.0], [0, 9.0]], [[0, -1.0]]])
def test_historical_refuses_paths_that_make_no_sense(points):
    with pytest.raises(ValidationError):
        HistoricalPrice.model_validate({"points": points})
