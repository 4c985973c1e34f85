"""Bounds of a share that hold at every look."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mktsim.science.statistics.proportion import share_bounds


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


@pytest.mark.slow
@pytest.mark.parametrize("truth", [0.05, 0.3])
def test_the_truth_is_inside_at_every_look(truth):
    random, missed, trials = luck(1), 0, 200
    for _ in range(trials):
        total = np.cumsum(random.random(400) < truth)
        looks = (share_bounds(float(total[n - 1]), n, 0.1) for n in range(10, 401, 15))
        missed += any(not one.lower <= truth <= one.upper for one in looks)
    assert missed / trials <= 0.1 + 3.0 * math.sqrt(0.09 / trials)


@pytest.mark.slow
def test_numbers_between_nought_and_one_count_as_well():
    random, missed = luck(2), 0
    for _ in range(100):
        total = np.cumsum(random.beta(0.2, 0.8, size=300))
        looks = (share_bounds(float(total[n - 1]), n, 0.1) for n in range(20, 301, 20))
        missed += any(not one.lower <= 0.2 <= one.upper for one in looks)
    assert missed <= 19


def test_bounds_narrow_and_are_mirrored():
    wide, narrow = share_bounds(5.0, 50, 0.05), share_bounds(50.0, 500, 0.05)
    assert wide.lower < narrow.lower < 0.1 < narrow.upper < wide.upper
    other = share_bounds(45.0, 50, 0.05)
    assert (1.0 - other.upper, 1.0 - other.lower) == pytest.approx((wide.lower, wide.upper))


def test_the_ends():
    assert share_bounds(0.0, 0, 0.05) == share_bounds(0.0, 0, 0.5)
    assert share_bounds(0.0, 30, 0.05).lower == 0.0
    assert share_bounds(30.0, 30, 0.05).upper == 1.0
    assert share_bounds(0.0, 30, 0.05).upper < share_bounds(0.0, 10, 0.05).upper < 1.0


@pytest.mark.parametrize(
    ("total", "trials", "alpha"), [(-1.0, 5, 0.05), (6.0, 5, 0.05), (1.0, 5, 0.0), (math.nan, 5, 0.1)]
)
def test_impossible_sums_are_refused(total, trials, alpha):
    with pytest.raises(ValueError, match=r"cannot sum|between 0 and 1"):
        share_bounds(total, trials, alpha)
