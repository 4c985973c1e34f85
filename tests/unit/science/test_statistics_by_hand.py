"""Statistics against figures worked out another way, where a shift or another degree of freedom would hardly show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from mktsim.science.statistics import (
    confidence_sequence,
    mcb,
    nelson_matejcik,
    ocba,
    resampling,
    skew_corrected,
    two_level,
    zero_crossing,
)
from mktsim.science.statistics.looks import Decision, LookInterval, Looks
from mktsim.science.statistics.regret import opportunity_cost_bounds
from mktsim.science.statistics.two_level import Sampling

SKEWED = np.array([0.0, 0.1, 0.0, 0.3, 0.2, 9.0, 0.1, 0.4])


def _cubic_inverse(quantile, values):
    """Return t such that Hall's cubic of it is `quantile`, by bisection; g is the unbiased skewness over root n."""
    count = len(values)
    g = stats.skew(values, bias=False) / math.sqrt(count)

    def cubic(t):
        return t + g * t**2 / 3.0 + g**2 * t**3 / 27.0 + g / 6.0

    low, high = -1e3, 1e3
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if cubic(middle) < quantile else (low, middle)
    return low


def test_the_interval_corrected_for_skewness_inverts_halls_cubic():
    count, level = len(SKEWED), 0.9
    mean, se = SKEWED.mean(), SKEWED.std(ddof=1) / math.sqrt(count)
    quantile = stats.t.ppf(0.95, count - 1)
    low, high = skew_corrected.interval(SKEWED, level)
    assert low == pytest.approx(mean - se * _cubic_inverse(quantile, SKEWED))
    assert high == pytest.approx(mean - se * _cubic_inverse(-quantile, SKEWED))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_look_is_the_hull_of_students_interval_and_the_corrected_one(sign):
    looks, values = Looks(0.95, (8, 16), family=3), sign * SKEWED
    missed = 0.05 / 2 / 3
    half = stats.t.ppf(1.0 - missed / 2.0, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values))
    corrected = skew_corrected.interval(values, 1.0 - missed)
    found = looks.interval(values, 0)
    assert found.low == pytest.approx(min(corrected[0], values.mean() - half))
    assert found.high == pytest.approx(max(corrected[1], values.mean() + half))
    assert (found.low < corrected[0]) != (found.high > corrected[1]), "each of them gives one end"


def test_an_interval_that_touches_zero_decides_nothing():
    assert LookInterval(1.0, 0.0, 2.0, 8).decision() is Decision.OPEN
    assert LookInterval(-1.0, -2.0, 0.0, 8).decision() is Decision.OPEN
    assert LookInterval(1.0, 1e-9, 2.0, 8).decision() is Decision.BETTER


def test_opportunity_cost_is_that_of_students_loss_with_one_degree_less_than_runs():
    outcomes = np.array([[3.0, 1.0, 2.0], [4.0, 2.5, 1.0], [5.0, 2.0, 5.5], [3.5, 3.0, 2.0]])
    rows = len(outcomes)

    def loss(differences):
        """Mean of what is lost where the difference is negative, under Student's t, by its closed form."""
        mean, se = differences.mean(), differences.std(ddof=1) / math.sqrt(rows)
        t, df = mean / se, rows - 1
        return se * ((df + t**2) / (df - 1) * stats.t.pdf(t, df) - t * stats.t.cdf(-t, df))

    first, second, third = outcomes.T
    over_second, over_third = loss(first - second), loss(first - third)
    expected = [
        over_second + over_third,
        loss(second - first) + over_third,
        loss(third - first) + over_second,
    ]
    assert opportunity_cost_bounds(outcomes) == pytest.approx(expected)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_what_is_rough_does_not_depend_on_the_unit(scale):
    random = np.random.Generator(np.random.Philox(4))
    worlds = 40
    table = scale * np.abs(random.normal(size=(6, worlds)) + 3.0)
    sampling = Sampling(np.full(worlds, 1.0 / worlds), are_sampled=True, level=0.95)
    found = two_level.interval(table, sampling, is_picked=True)
    assert not found.is_rough
    table[:, 3:] = 0.0
    assert two_level.interval(table, sampling, is_picked=True).is_rough, "three worlds tell too little"


def _satterthwaite(worlds, luck, both, shape):
    rows, count = shape
    variance = worlds + luck - both
    parts = worlds**2 / (count - 1) + luck**2 / (rows - 1) + both**2 / ((rows - 1) * (count - 1))
    return variance, max(variance**2 / parts, min(rows - 1, count - 1))


def test_an_interval_over_drawn_worlds_is_that_of_two_crossed_margins():
    random = np.random.Generator(np.random.Philox(9))
    rows, worlds = 6, 9
    effects = np.exp(random.normal(size=worlds))
    table = effects + 0.5 * random.normal(size=(rows, 1)) + 0.2 * random.normal(size=(rows, worlds))
    found = two_level.interval(table, Sampling(np.full(worlds, 1.0 / worlds), are_sampled=True, level=0.9))
    of_world, of_row, whole = table.mean(axis=0), table.mean(axis=1), table.mean()
    spread, luck = of_world.var(ddof=1) / worlds, of_row.var(ddof=1) / rows
    rest = table - of_world - of_row[:, None] + whole
    both = (rest**2).sum() / ((rows - 1) * (worlds - 1)) / (rows * worlds)
    variance, df = _satterthwaite(spread, luck, both, (rows, worlds))
    assert (found.mean, found.se, found.df) == pytest.approx((whole, math.sqrt(variance), df))
    g = stats.skew(of_world, bias=False) * min(1.0, spread / variance) ** 1.5 / math.sqrt(worlds)
    quantile = stats.t.ppf(0.95, df)
    for end, sign in ((found.low, 1.0), (found.high, -1.0)):
        t = (whole - end) / found.se
        assert t + g * t**2 / 3.0 + g**2 * t**3 / 27.0 + g / 6.0 == pytest.approx(sign * quantile)
    assert found.p == pytest.approx(2.0 * stats.t.sf(abs(whole) / found.se, df))


def test_an_interval_over_named_worlds_holds_the_luck_of_weighted_rows_only():
    random = np.random.Generator(np.random.Philox(10))
    table, weights = random.normal(size=(5, 3)), np.array([0.5, 0.3, 0.2])
    found = two_level.interval(table, Sampling(weights, are_sampled=False, level=0.95), bias=0.25)
    rows = table @ weights
    half = stats.t.ppf(0.975, 4) * rows.std(ddof=1) / math.sqrt(5)
    assert (found.mean, found.low, found.high) == pytest.approx(
        (rows.mean() - 0.25, rows.mean() - 0.25 - half, rows.mean() - 0.25 + half)
    )


@pytest.mark.parametrize(("rows", "rough"), [(3, True), (4, False), (5, False)])
def test_three_replications_are_rough(rows, rough):
    table = np.random.Generator(np.random.Philox(11)).normal(size=(rows, 2))
    assert two_level.interval(table, Sampling(np.full(2, 0.5), are_sampled=False)).is_rough is rough


@pytest.mark.parametrize(("rows", "rough"), [(7, True), (8, False)])
def test_seven_replications_are_rough_where_they_make_most_of_the_variance(rows, rough):
    random = np.random.Generator(np.random.Philox(12))
    table = 5.0 * random.normal(size=(rows, 1)) + 0.1 * random.normal(size=(rows, 12))
    sampling = Sampling(np.full(12, 1.0 / 12), are_sampled=True)
    assert two_level.interval(table, sampling).is_rough is rough
    by_world = table + 50.0 * random.normal(size=(1, 12))
    assert not two_level.interval(by_world, sampling).is_rough, "there worlds make most of it"


@pytest.mark.parametrize(("worlds", "rough"), [(16, True), (31, True), (32, False)])
def test_a_mean_regret_over_few_worlds_is_rough(worlds, rough):
    random = np.random.Generator(np.random.Philox(13))
    good = 3.0 * random.normal(size=(1, worlds, 2)) + 0.1 * random.normal(size=(10, worlds, 2))
    found = two_level.shortfall(good, 0, Sampling(np.full(worlds, 1.0 / worlds), are_sampled=True))
    assert found.is_rough is rough
    assert found.low >= 0.0


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_budget_shares_are_those_of_chen_and_others(unit):
    means, spread = unit * np.array([10.0, 9.0, 7.0]), unit**2 * np.array([4.0, 0.5, 9.0])
    second, third = spread[1] / unit**2 / 1.0**2, spread[2] / unit**2 / 3.0**2
    first = math.sqrt(4.0) * math.sqrt(second**2 / 0.5 + third**2 / 9.0)
    assert ocba.ratios(means, spread) == pytest.approx(np.array([first, second, third]) / (first + second + third))


def test_budget_shares_where_little_can_be_told():
    assert ocba.ratios(np.array([1.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0]))[1:] == pytest.approx(
        [0.29289] * 2, abs=1e-4
    )
    assert ocba.ratios(np.array([2.0, 1.0]), np.zeros(2)).tolist() == [0.5, 0.5]
    assert ocba.ratios(np.array([2.0, 1.0]), np.array([1.0, 0.0])).tolist() == [1.0, 0.0]


def test_a_confidence_sequence_is_the_normal_mixture_at_its_tightest():
    deviance = -2.0 * math.log(0.05)
    rho = (deviance + math.log(deviance + 1.0)) / 50.0
    assert confidence_sequence.mixture_variance(0.05, 50.0) == pytest.approx(rho)
    count, sd = 80.0, 3.0
    width = sd * math.sqrt(2.0 * (count * rho + 1.0) / (count**2 * rho) * math.log(math.sqrt(count * rho + 1.0) / 0.05))
    assert confidence_sequence.half_width(count, sd) == pytest.approx(width)


def test_one_draw_is_a_resample_and_none_is_refused():
    (block,) = resampling.weights(5, 1, 1, "test")
    assert block.shape == (1, 5)
    assert block.sum() == pytest.approx(1.0)
    for replications, draws in ((5, 0), (0, 5)):
        with pytest.raises(ValueError, match="cannot make"):
            next(iter(resampling.weights(replications, draws, 1, "test")))


def test_the_bias_of_picking_is_the_jackknifes():
    good = np.random.Generator(np.random.Philox(14)).normal(size=(5, 2, 3))
    weights = np.array([0.7, 0.3])
    whole = good.mean(axis=0).max(axis=1)
    left = np.array([np.delete(good, row, axis=0).mean(axis=0).max(axis=1) for row in range(5)])
    assert two_level.picking_bias(good, weights) == pytest.approx(float(weights @ (4.0 * (left.mean(axis=0) - whole))))


def test_comparisons_with_the_best_are_hsus_with_the_pooled_variance_of_differences():
    outcomes = np.random.Generator(np.random.Philox(15)).normal(size=(12, 3)) + np.array([0.0, 0.4, 2.0])
    rows, arms = outcomes.shape
    centred = outcomes - outcomes.mean(axis=0) - outcomes.mean(axis=1, keepdims=True) + outcomes.mean()
    variance = 2.0 * (centred**2).sum() / ((arms - 1) * (rows - 1))
    df = (arms - 1) * (rows - 1)
    quantile = nelson_matejcik.constant(arms, 0.95, rows)
    half = quantile * math.sqrt(variance / rows)
    found, means = mcb.sphericity(outcomes), outcomes.mean(axis=0)
    apart = np.array([means[arm] - np.delete(means, arm).max() for arm in range(arms)])
    assert found.difference == pytest.approx(apart)
    assert found.upper == pytest.approx(np.maximum(apart + half, 0.0))
    assert stats.t.ppf(0.95, df) < quantile < stats.t.ppf(1.0 - 0.05 / (arms - 1), df)


def test_the_quantile_of_many_arms_is_that_of_independent_draws():
    random = np.random.Generator(np.random.Philox(16))
    arms, rows, draws = 4, 5, 40_000
    z = random.normal(size=(draws, arms))
    s = np.sqrt(random.chisquare((arms - 1) * (rows - 1), draws) / ((arms - 1) * (rows - 1)))
    largest = ((z[:, 1:] - z[:, :1]) / math.sqrt(2.0) / s[:, None]).max(axis=1)
    assert nelson_matejcik.constant(arms, 0.9, rows) == pytest.approx(float(np.quantile(largest, 0.9)), abs=0.04)


def test_without_any_spread_a_mean_is_surely_what_it_is():
    sampling = Sampling(np.full(3, 1.0 / 3.0), are_sampled=True)
    assert two_level.interval(np.full((4, 3), 2.0), sampling).p == 0.0
    assert two_level.interval(np.zeros((4, 3)), sampling).p == 1.0


def test_two_replications_exclude_what_lies_far_from_a_crossing():
    table = np.array([[-1.0, 1.0], [-1.001, 0.999]])
    found = zero_crossing.crossing([0.0, 2.0], table, 1.0)
    half = stats.t.ppf(0.975, 1) * table[:, 0].std(ddof=1) / math.sqrt(2)
    middle = 1.0005
    assert found.value == pytest.approx(middle)
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), abs=1e-3)
    alone = zero_crossing.crossing([0.0, 2.0], table[:1], 1.0)
    assert (alone.low, alone.high) == (-math.inf, math.inf)
