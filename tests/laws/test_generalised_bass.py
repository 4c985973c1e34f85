"""C2 and the law of the clock hold through a run: price and advertising move the clock, cycles do not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktsim.inputs.market import Adoption
from mktsim.inputs.policy import Budget
from mktsim.model.policies.advertising.historical import HistoricalAdvertising
from mktsim.model.policies.advertising.pulsed import PulsedAdvertising
from mktsim.model.simulate import simulate
from mktsim.study.question.library import catalogue
from mktsim.study.question.resolve import plain_duties
from support.plain_duties import PRICING, following
from support.plain_market import cell, durable, quiet_policy

WEEK = 7.0 / 365.25
YEAR_MONEY = 365.25 / 7.0
P, Q, M = 0.03, 0.38, 1000.0
PRICE, ADVERTISING = -1.5, 0.3


def bass(years):
    grown = np.exp(-(P + Q) * np.asarray(years))
    return M * (1.0 - grown) / (1.0 + Q / P * grown)


def clock_of(adopters):
    """Return the Bass time (years) at which the closed form has `adopters`."""
    share = np.asarray(adopters) / M
    return -np.log((1.0 - share) / (1.0 + Q / P * share)) / (P + Q)


def adoption(**changes):
    return Adoption(p_per_year=P, q_per_year=Q, affordability=False, clock_smoothing_weeks=0.0, **changes)


def adopters(world, policy, duties):
    history = simulate(cell(world, policy=policy, duties=duties))
    return np.cumsum(history.series.column("category_units")), history.series


def on_price(points, weeks=522, smoothing=0.0):
    world = durable(adoption(clock_price=PRICE).model_copy(update={"clock_smoothing_weeks": smoothing}), weeks=weeks)
    return adopters(world, following(points), (PRICING,))


def test_a_price_falling_a_tenth_a_year_makes_the_clock_run_fifteen_percent_faster():
    path = [(w, math.exp(-0.1 * (w + 2) * WEEK)) for w in range(0, 522, 2)]  # a list is not printed for 0.2%
    steps = [(w + 1, price) for w, price in path]
    sold, series = on_price(sorted(path + steps))
    even = np.arange(2, 523, 2)
    assert sold[even - 1] == pytest.approx(bass(1.15 * even * WEEK), rel=1e-9)
    assert float(np.interp(5.0 / WEEK, even, sold[even - 1])) == pytest.approx(411.7100, rel=2e-4)
    assert series.column("price")[-1] == pytest.approx(math.exp(-0.1 * 522 * WEEK), rel=1e-12)


def test_one_price_cut_jumps_the_clock_once():
    sold, _ = on_price([(0, 1.0), (260, 1.0), (261, 0.8)])
    at_ten_years = float(np.interp(10.0 / WEEK, np.arange(1, 523), sold))
    assert at_ten_years == pytest.approx(833.0947, rel=2e-5)
    assert clock_of(sold[-1]) - 522 * WEEK == pytest.approx(0.33472, abs=2e-5)


ADVERTISED = [
    HistoricalAdvertising(per_year_money=(YEAR_MONEY, 3 * YEAR_MONEY, 3 * YEAR_MONEY, 0.5 * YEAR_MONEY)),
    PulsedAdvertising(on_weeks=4, off_weeks=4),
]


@pytest.mark.parametrize("rule", ADVERTISED, ids=["historical", "pulsed"])
def test_advertising_moves_the_clock_by_its_logarithm_and_never_backwards(rule):
    budget = Budget(per_year_money=4 * YEAR_MONEY, advertising_share=1.0, promotion_share=0.0, channel_share=0.0)
    policy = quiet_policy(advertising=rule).model_copy(update={"budget": budget})
    world = durable(adoption(clock_advertising=ADVERTISING), weeks=260)
    sold, series = adopters(world, policy, plain_duties(catalogue()))
    pressure = series.column("pressure")
    assert np.ptp(pressure) > 1.0
    years = np.arange(1, 261) * WEEK
    wanted = years + ADVERTISING * np.log((1.0 + pressure) / 2.0)
    assert clock_of(sold) == pytest.approx(np.maximum.accumulate(np.maximum(wanted, 0.0)), abs=1e-9)


@settings(max_examples=12)
@given(
    depth=st.floats(0.05, 0.5),
    every=st.integers(2, 40),
    share=st.floats(0.1, 0.9),
    smoothing=st.sampled_from([0.0, 8.0, 26.0]),
)
def test_price_cycles_do_not_change_the_long_run_speed_of_the_clock(depth, every, share, smoothing):
    weeks = 416
    low = max(1, round(share * every))
    points = [(w, 1.0 - depth if w % every < low else 1.0) for w in range(weeks)]
    sold, _ = on_price(points, weeks, smoothing)
    gained = clock_of(sold) - np.arange(1, weeks + 1) * WEEK
    span = -PRICE * -math.log(1.0 - depth)
    assert np.all(gained >= -1e-9)  # what a rise takes back is only waited out
    assert np.all(gained <= span + 1e-9)
    half = weeks // 2
    cycles = (weeks - half) // every * every
    assert gained[half + cycles - 1] - gained[half - 1] == pytest.approx(0.0, abs=0.02 * span + 1e-6)
