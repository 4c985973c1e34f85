"""Intervals that hold at every look: coverage by Monte Carlo, decisions, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from mktsim.science.statistics.looks import Decision, LookInterval, Looks, doubling

SIZES = (8, 16, 32, 64)
SEQUENCES = 800
ROOM = 3.0 * math.sqrt(0.05 * 0.95 / SEQUENCES)
"""Three standard errors of an error of 5%."""


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def misses(paths, looks, truth=0.0):
    """Share of sequences, shape (sequences, replications), in which the interval of any look misses the truth."""
    missed = 0
    for path in paths:
        found = (looks.interval(path[:size], look) for look, size in enumerate(looks.sizes))
        missed += any(not one.low <= truth <= one.high for one in found)
    return missed / len(paths)


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("normal", lambda random, shape: random.normal(size=shape)),
        ("skewed", lambda random, shape: random.exponential(size=shape) - 1.0),
        ("heavy tails", lambda random, shape: random.standard_t(3, size=shape)),
    ],
)
def test_intervals_of_all_looks_hold_together(name, draw):
    del name
    assert misses(draw(luck(3), (SEQUENCES, SIZES[-1])), Looks(0.95, SIZES)) <= 0.05 + ROOM


def test_one_interval_for_one_look_would_not_hold_if_watched():
    paths = luck(4).normal(size=(SEQUENCES, SIZES[-1]))
    single = [Looks(0.95, (size,)) for size in SIZES]
    watched = np.mean([any(not covers(one, path) for one in single) for path in paths])
    assert watched > 0.05 + 2.0 * ROOM


def covers(looks, path):
    found = looks.interval(path[: looks.sizes[0]], 0)
    return found.low <= 0.0 <= found.high


def test_intervals_of_a_family_hold_together():
    looks, arms = Looks(0.95, (8, 24), family=3), 3
    common = luck(5).normal(size=(SEQUENCES, 1, 24))
    paths = common + luck(6).normal(size=(SEQUENCES, arms, 24))
    missed = np.mean([any(misses([path], looks) for path in family) for family in paths])
    assert missed <= 0.05 + ROOM


def test_the_interval_of_a_look_holds_students_at_its_part_of_the_error():
    values = luck(7).normal(0.3, 1.0, 16)
    looks = Looks(0.9, SIZES, family=2)
    found = looks.interval(values, 1)
    own = stats.ttest_1samp(values, 0.0).confidence_interval(1.0 - 0.1 / 4 / 2)
    assert found.low <= own.low < found.mean < own.high <= found.high
    assert found.mean == pytest.approx(values.mean())
    assert found.replications == 16
    assert looks.error * len(SIZES) == pytest.approx(0.1)


def test_without_skew_the_interval_of_a_look_is_students():
    values = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
    found = Looks(0.9, SIZES).interval(values, 1)
    own = stats.ttest_1samp(values, 0.0).confidence_interval(1.0 - 0.1 / len(SIZES))
    assert (found.low, found.high) == pytest.approx((own.low, own.high))


def test_failed_replications_widen_and_too_few_say_nothing():
    looks = Looks(0.95, SIZES)
    values = luck(8).normal(size=8)
    assert looks.interval(values[:7], 0).replications == 7
    assert looks.interval(values[:2], 0).decision(1e9) is Decision.OPEN
    assert math.isnan(looks.interval(values[:0], 0).mean)


@pytest.mark.parametrize(
    ("low", "high", "decision"),
    [
        (0.1, 0.9, Decision.BETTER),
        (-0.9, -0.1, Decision.WORSE),
        (-0.4, 0.4, Decision.NEGLIGIBLE),
        (0.1, 0.4, Decision.NEGLIGIBLE),
        (-0.6, 0.4, Decision.OPEN),
        (-0.4, 0.5, Decision.OPEN),
    ],
)
def test_a_difference_is_decided_by_its_whole_interval(low, high, decision):
    assert LookInterval((low + high) / 2.0, low, high, 9).decision(0.5) is decision


def test_without_a_worth_only_a_difference_that_is_none_is_negligible():
    looks = Looks(0.95, SIZES)
    assert looks.interval(np.zeros(8), 0).decision() is Decision.NEGLIGIBLE
    assert looks.interval(np.full(8, 0.25), 0).decision() is Decision.BETTER
    assert LookInterval(0.0, -1e-9, 1e-9, 8).decision() is Decision.OPEN


def test_looks_follow_each_other():
    looks = Looks(0.95, doubling(4, 30))
    assert looks.sizes == (4, 8, 16, 30)
    assert [looks.following(run) for run in (0, 4, 29, 30)] == [4, 8, 30, None]


def test_sizes_double_up_to_the_last():
    assert doubling(8, 8) == (8,)
    assert doubling(8, 5) == (5,)
    assert doubling(8, 12) == (8, 12)
    assert doubling(8, 10) == (10,)
    assert doubling(8, 33) == (8, 16, 33)


def test_what_makes_no_sequence_is_refused():
    for sizes in ((), (2, 4), (4, 4), (8, 4)):
        with pytest.raises(ValueError, match="rise"):
            Looks(0.95, sizes)
    with pytest.raises(ValueError, match="level"):
        Looks(1.0, SIZES)
    with pytest.raises(ValueError, match="family"):
        Looks(0.95, SIZES, 0)
    with pytest.raises(ValueError, match="up to 8"):
        Looks(0.95, SIZES).interval(np.zeros(9), 0)
    with pytest.raises(ValueError, match="finite"):
        Looks(0.95, SIZES).interval(np.array([1.0, math.nan, 2.0]), 0)
    with pytest.raises(ValueError, match="worth"):
        LookInterval(0.0, -1.0, 1.0, 9).decision(-1.0)
