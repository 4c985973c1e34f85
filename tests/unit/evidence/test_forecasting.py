"""Forecasts: what the curve is made of, what the draws know, and what must not matter."""

from __future__ import annotations

import numpy as np
import pytest
from public_series import COLOUR_TELEVISION
from scipy.stats import multivariate_normal

from mktsim.evidence.forecasting import priors
from mktsim.evidence.forecasting.combined import Simple, combined, fallen, simple_forecasts
from mktsim.evidence.forecasting.curve import Shape, decline_of, expected, first_purchases, season, shape_of
from mktsim.evidence.forecasting.forecast import LEVELS, forecast
from mktsim.evidence.forecasting.heldout import PRIOR_WEIGHT, USUAL, quantiles, scale
from mktsim.evidence.forecasting.life_cycle import fit
from mktsim.evidence.forecasting.posterior import Target
from mktsim.evidence.forecasting.sampler import Effort, sample
from mktsim.evidence.forecasting.simple import naive, plain_bass
from mktsim.science.theory.bass import yearly_flows
from mktsim.streams import Address, Domain

LUCK = Address(1, "test", 0, Domain.CALIBRATION)
SHAPE = Shape(
    1,
    True,
    (
        priors.P,
        priors.Q,
        priors.potential(1000.0),
        priors.LIFE,
        priors.REPLACED,
        priors.DECLINE_START,
        priors.DECLINE_RATE,
        priors.SIGMA,
        priors.PHI,
    ),
)


PEAK = np.log(0.4 / 0.02) / 0.42
"""Years to the peak of first purchases at p = 0.02, q = 0.4."""


def draw(p=0.02, q=0.4, m=1000.0, life=1e4, start=1e4, rate=0.2, replaced=1.0 - 1e-12):
    """Return parameters with the start of decline in years and its rate a year, at the default p and q."""
    share = np.log(replaced / (1.0 - replaced))
    return np.array([[*np.log([p, q, m, life]), share, *np.log([start / PEAK, rate / (p + q), 0.1]), 0.0]])


def test_without_replacement_or_decline_the_curve_is_bass():
    assert expected(SHAPE, draw(), 20)[0] == pytest.approx(yearly_flows(0.02, 0.4, 1000.0, 20), rel=1e-5)


def test_everything_is_replaced_once_a_life():
    """In the long run a potential of 1000 with a life of ten years sells 100 a year."""
    assert expected(SHAPE, draw(life=10.0), 200)[0, -1] == pytest.approx(100.0, rel=0.01)


def test_decline_has_its_own_rate():
    curve = expected(SHAPE, draw(life=10.0, start=100.0, rate=0.25), 140)[0]
    assert curve[130] / curve[129] == pytest.approx(np.exp(-0.25), rel=0.02)


def test_what_is_not_replaced_is_not_sold_again():
    none, half, all_of_it = (
        expected(SHAPE, draw(life=10.0, replaced=r), 200)[0, -1] for r in (1e-12, 0.5, 1.0 - 1e-12)
    )
    assert none == pytest.approx(0.0, abs=1e-6)
    assert half < 0.5 * all_of_it


def test_decline_follows_the_speed_of_the_product():
    """A product twice as fast begins to fall in half the time, at twice the rate."""
    slow, fast = draw(start=2.0 * PEAK), draw(p=0.04, q=0.8, start=2.0 * PEAK, rate=0.4)
    for given, sign in ((slow, 1.0), (fast, 2.0)):
        start, rate = decline_of(SHAPE, given)
        assert start[0] == pytest.approx(2.0 * PEAK / sign)
        assert rate[0] == pytest.approx(0.2 * sign)


def test_quarters_sum_to_the_year():
    quarterly = Shape(4, True, SHAPE.table)
    years = first_purchases(quarterly, draw(), 40)[0].reshape(10, 4).sum(axis=1)
    assert years == pytest.approx(yearly_flows(0.02, 0.4, 1000.0, 10), rel=1e-9)


def test_a_season_repeats_every_year_and_needs_periods_within_it():
    sales = np.tile([1.0, 2.0, 3.0, 2.0], 4)
    shape = shape_of(sales, 4)
    parameters = np.zeros((1, len(shape.names)))
    parameters[0, shape.names.index("season_cos1")] = 0.3
    logs = season(shape, parameters, 12)[0]
    assert logs[:4] == pytest.approx(logs[4:8])
    assert np.ptp(logs) > 0.3
    assert not [name for name in shape_of(sales, 1).names if name.startswith("season")]


def test_the_launch_is_seen_only_where_sales_begin_low():
    assert shape_of(np.array([1.0, 4.0, 8.0, 9.0]), 1).from_launch
    assert not shape_of(np.array([8.0, 9.0, 8.0, 9.0]), 1).from_launch


def test_the_sampler_finds_a_known_distribution():
    truth = multivariate_normal([1.0, -2.0], [[1.0, 0.8], [0.8, 2.0]])
    starts = np.array([truth.mean + step for step in np.random.default_rng(1).normal(size=(40, 2))])
    found = sample(lambda x: np.atleast_1d(truth.logpdf(x)), starts, LUCK, Effort(40, 300, 2000, 5))
    assert found.values.mean(axis=0) == pytest.approx(truth.mean, abs=0.1)
    assert np.cov(found.values, rowvar=False) == pytest.approx(truth.cov, abs=0.25)
    assert found.agreement < 1.02


def test_the_same_address_gives_the_same_draws(quick):
    sales = np.array(COLOUR_TELEVISION, dtype=float)
    one, same, other = (fit(sales, 1, Address(seed, "x", 0, Domain.CALIBRATION), quick) for seed in (1, 1, 2))
    assert np.array_equal(one.draws.values, same.draws.values)
    assert not np.array_equal(one.draws.values, other.draws.values)


def test_units_do_not_matter():
    sales = yearly_flows(0.02, 0.4, 1000.0, 9)
    one, million = (Target(SHAPE, sales * units) for units in (1.0, 1e6))
    shifted = draw(life=8.0)
    shifted[0, 2] += np.log(1e6)
    assert million.log_likelihood(shifted) == pytest.approx(one.log_likelihood(draw(life=8.0)))


def test_intervals_nest_and_widen(quick):
    sales = yearly_flows(0.02, 0.4, 1000.0, 9)
    found = forecast(sales, 1, 6, LUCK, quick)
    assert np.all(np.diff(found.quantiles, axis=0) >= 0.0)
    width = np.log(found.at(0.95) / found.at(0.05))
    assert width[-1] > width[0]
    assert tuple(sorted(LEVELS)) == LEVELS


def test_noise_makes_forecasts_less_sure(quick):
    sales = yearly_flows(0.02, 0.4, 1000.0, 14)
    noise = np.exp(0.5 * np.where(np.arange(14) % 2 == 0, 1.0, -1.0))
    widths = [
        np.log(one.at(0.95) / one.at(0.05))[0]
        for y in (sales, sales * noise)
        if (one := forecast(y, 1, 2, LUCK, quick))
    ]
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize("sales", [[1.0, 2.0, 3.0], [0.0] * 6, [1.0, -1.0, 2.0, 3.0], [1.0, np.nan, 2.0, 3.0]])
def test_what_cannot_be_fitted_is_refused(sales):
    with pytest.raises(ValueError, match=r"periods|sales"):
        fit(np.array(sales), 1, LUCK)


def test_zeros_after_the_launch_are_no_obstacle(quick):
    found = forecast(np.array([1.0, 3.0, 9.0, 5.0, 1.0, 0.0, 0.0]), 1, 3, LUCK, quick)
    assert np.all(np.isfinite(found.quantiles))
    assert np.all(found.quantiles >= 0.0)


def test_simple_forecasts_are_what_they_say():
    sales = yearly_flows(0.02, 0.4, 1000.0, 14)
    assert naive(sales, 3).tolist() == [sales[-1]] * 3
    assert plain_bass(sales, 3) == pytest.approx(yearly_flows(0.02, 0.4, 1000.0, 17)[14:], rel=1e-3)
    steady = simple_forecasts(np.full(12, 50.0), 1, 4)
    for one in (steady.level, steady.damped, steady.theta):
        assert one == pytest.approx(50.0)


def test_the_level_hands_over_to_what_can_fall_as_sales_fall():
    parts = Simple(*(np.array([value]) for value in (100.0, 40.0, 90.0)))
    curve, bass = np.array([30.0]), np.array([20.0])
    assert combined(parts, curve, bass, 0.0) == pytest.approx(65.0)
    assert combined(parts, curve, bass, 0.2) == combined(parts, curve, bass, 0.7) == pytest.approx(30.0)
    assert combined(parts, curve, bass, 0.1) == pytest.approx(47.5)
    assert fallen(np.array([1.0, 5.0, 8.0, 4.0]), 1) == pytest.approx(0.5)
    assert fallen(np.array([1.0, 5.0, 4.0, 4.5]), 1) == 0.0
    assert fallen(np.array([4.0, 1.0, 3.0, 1.0]), 2) == pytest.approx(0.2)


def test_intervals_come_from_held_out_errors():
    steps = np.arange(24)
    calm, rough = 100.0 + steps, (100.0 + steps) * np.exp(np.where(steps % 3 == 0, 0.5, -0.25))
    (narrow, _), (wide, freedom) = scale(calm, 1), scale(rough, 1)
    assert narrow < USUAL < wide
    assert freedom > PRIOR_WEIGHT
    bands = quantiles(calm, np.array([120.0, 120.0, 120.0]), 1, np.array([0.05, 0.5, 0.95]))
    assert bands[1] == pytest.approx(120.0)
    widths = np.log((bands[2] + 1.0) / (bands[0] + 1.0))
    assert widths[2] == pytest.approx(3.0 * widths[0], rel=0.02)
