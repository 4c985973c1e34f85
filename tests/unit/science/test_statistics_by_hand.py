"""Statistics against figures worked out another way, where a shift or another degree of freedom would hardly show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from mktsim.science.statistics import skew_corrected, two_level
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
