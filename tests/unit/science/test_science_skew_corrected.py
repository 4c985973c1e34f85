"""The interval corrected for skewness, and coverage of what is told of skewed differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from mktsim.science.statistics import skew_corrected
from mktsim.study.compare.risks import COCHRAN

STUDIES = 4000
SHAPES = {
    "normal": (lambda luck, size: luck.normal(size=size), 0.0),
    "exponential": (lambda luck, size: luck.exponential(size=size), 1.0),
    "lognormal": (lambda luck, size: luck.lognormal(size=size), math.exp(0.5)),
}


def t_interval(sample):
    half = stdtrit(len(sample) - 1, 0.975) * sample.std(ddof=1) / math.sqrt(len(sample))
    return sample.mean() - half, sample.mean() + half


def covered(shape, count):
    """Return how often the t interval and the one told where t is doubted contain the mean."""
    draw, mean = SHAPES[shape]
    plain = told = 0
    for sample in draw(np.random.default_rng(count), (STUDIES, count)):
        usual = t_interval(sample)
        doubted = count < COCHRAN * skew_corrected.skewness(sample) ** 2
        low, high = skew_corrected.interval(sample) if doubted else usual
        plain += usual[0] <= mean <= usual[1]
        told += low <= mean <= high
    return plain / STUDIES, told / STUDIES


@pytest.mark.slow
@pytest.mark.parametrize("count", [12, 20, 50])
@pytest.mark.parametrize("shape", ["normal", "exponential"])
def test_intervals_told_cover_as_promised(shape, count):
    assert covered(shape, count)[1] == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
@pytest.mark.parametrize("count", [12, 20, 50])
def test_on_heavy_tails_the_correction_makes_good_half_of_what_t_misses(count):
    plain, told = covered("lognormal", count)
    assert told - plain > 0.5 * (0.95 - plain)


def test_it_leans_with_the_skew_and_mirrors_with_it():
    sample = np.random.default_rng(1).lognormal(size=30)
    low, high = skew_corrected.interval(sample)
    assert high - sample.mean() > sample.mean() - low > 0.0
    assert skew_corrected.interval(-sample) == pytest.approx((-high, -low))
    assert skew_corrected.interval(3.0 * sample + 7.0) == pytest.approx((3.0 * low + 7.0, 3.0 * high + 7.0))


def test_without_skewness_it_is_the_t_interval():
    sample = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
    assert skew_corrected.interval(sample) == pytest.approx(t_interval(sample))
    assert skew_corrected.interval(np.full(5, 3.0)) == (3.0, 3.0)


def test_skewness_of_a_constant_is_none():
    assert skew_corrected.skewness(np.full(10, 1e9)) == 0.0
    assert skew_corrected.skewness(np.array([0.0, 0.0, 0.0, 1.0])) == pytest.approx(1.1547005)


def test_it_refuses_too_little():
    with pytest.raises(ValueError, match="needs 3"):
        skew_corrected.interval(np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="level"):
        skew_corrected.interval(np.arange(5.0), 95.0)
