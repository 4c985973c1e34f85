"""Intervals over worlds and replications: what they hold, and what they are in cases that are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mktsim.science.statistics import exact_share, two_level, zero_crossing
from mktsim.science.statistics.two_level import Sampling


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def even(worlds, *, are_sampled=True):
    return Sampling(np.full(worlds, 1.0 / worlds), are_sampled)


def test_named_worlds_leave_the_paired_t_interval():
    table = luck(1).normal(size=(12, 5))
    found = two_level.interval(table, even(5, are_sampled=False))
    wanted = stats.ttest_1samp(table.mean(axis=1), 0.0)
    assert (found.low, found.high) == pytest.approx(tuple(wanted.confidence_interval(0.95)))
    assert found.p == pytest.approx(float(wanted.pvalue))


def test_without_luck_drawn_worlds_leave_their_own_interval():
    """The same in every replication, and symmetric over worlds: Student's interval over worlds."""
    worlds = np.array([-3.0, -1.0, 0.0, 1.0, 3.0, 2.0, -2.0, 0.5, -0.5])
    found = two_level.interval(np.tile(worlds, (6, 1)), even(9))
    assert (found.low, found.high) == pytest.approx(tuple(stats.ttest_1samp(worlds, 0.0).confidence_interval(0.95)))


def test_more_replications_do_not_replace_worlds():
    worlds = luck(2).normal(size=(1, 8))
    few, many = (two_level.interval(worlds + 0.1 * luck(3).normal(size=(n, 8)), even(8)) for n in (4, 400))
    assert many.se > 0.9 * few.se
    assert many.df == pytest.approx(7.0, abs=0.1)


def test_one_replication_or_one_world_says_nothing_of_spread():
    for table in (np.ones((1, 6)), np.ones((6, 1))):
        found = two_level.interval(table, even(table.shape[1]))
        assert (found.low, found.high, found.is_rough) == (-np.inf, np.inf, True)


def test_weights_and_bias_move_the_mean():
    table = np.tile([0.0, 10.0], (5, 1)) + luck(4).normal(size=(5, 1))
    heavy = two_level.interval(table, Sampling(np.array([0.1, 0.9]), are_sampled=False), bias=1.0)
    assert heavy.mean == pytest.approx(9.0 - 1.0 + table[:, 0].mean())


def test_the_worth_of_knowing_is_never_below_zero_and_its_bias_is_taken_off():
    good = luck(5).normal(size=(200, 6, 4, 3))
    plain = [(one.mean(axis=0).max(axis=1) - one.mean(axis=0)[:, 0]).mean() for one in good]
    found = [two_level.shortfall(one, 0, even(4)) for one in good]
    assert all(0.0 <= one.low <= one.mean <= one.high for one in found)
    assert np.mean([one.mean for one in found]) < 0.75 * np.mean(plain)


def test_what_rests_on_little_is_called_rough():
    table = luck(6).normal(size=(3, 40))
    assert two_level.interval(table, even(40)).is_rough
    seldom = np.zeros((10, 40))
    seldom[:, :4] = 1.0
    assert two_level.interval(seldom, even(40), is_picked=True).is_rough
    assert not two_level.interval(seldom, even(40)).is_rough
    shaken = luck(10).normal(size=(5, 1)) + 0.1 * luck(11).normal(size=(5, 40))
    assert two_level.interval(shaken, even(40)).is_rough


def test_shares_have_the_exact_bounds_of_tables():
    for count, trials in ((0, 12), (3, 12), (12, 12), (176, 200)):
        wanted = stats.binomtest(count, trials).proportion_ci(0.95, method="exact")
        assert exact_share.bounds(count, trials) == pytest.approx((wanted.low, wanted.high))
    with pytest.raises(ValueError, match="no share"):
        exact_share.bounds(5, 4)


def test_on_one_straight_line_the_set_of_crossings_is_fiellers():
    """Ends of Fieller's set are where the t statistic of the line reaches its quantile."""
    slope, level = luck(7).normal(3.0, 0.3, 20), luck(8).normal(10.0, 1.0, 20)
    places = [0.0, 10.0]
    found = zero_crossing.crossing(places, np.column_stack([level - slope * x for x in places]), 2.0)
    for end in (found.low, found.high):
        lead = level - slope * end
        reached = abs(lead.mean()) / (lead.std(ddof=1) / np.sqrt(20))
        assert reached == pytest.approx(stats.t.ppf(0.975, 19), abs=0.02)
    assert found.is_sure


def test_a_line_that_may_not_cross_is_not_sure():
    noise = luck(9).normal(0.0, 5.0, 6)
    found = zero_crossing.crossing([0.0, 1.0], np.column_stack([noise + 1.0, noise - 1.0]), 0.0)
    assert not found.is_sure
    assert zero_crossing.crossing([0.0, 1.0], np.array([[1.0, -1.0]]), 0.0).low == -np.inf


def test_the_mean_of_a_line_crosses_where_the_line_does():
    found = zero_crossing.crossing([0.0, 2.0, 6.0], np.array([[3.0, 3.0, -1.0]]), 0.0)
    assert found.value == pytest.approx(5.0)


def test_the_set_may_end_within_the_first_and_the_last_step():
    """Parallel lines: the excess over the interval is linear in the place, so that its ends are exact."""
    width = 0.5 - 0.5 / zero_crossing._STEPS
    spread = width * np.sqrt(3.0) / stats.t.ppf(0.975, 2)
    lines = 0.5 + spread * np.array([[-1.0], [0.0], [1.0]]) - np.array([[0.0, 1.0]])
    found = zero_crossing.crossing([0.0, 1.0], lines, 0.5)
    assert (found.low, found.high) == pytest.approx((0.5 - width, 0.5 + width), abs=1e-9)


def test_variances_and_degrees_of_freedom_are_those_of_two_crossed_margins():
    """Satterthwaite on mean squares worked out row by row."""
    table = luck(12).normal(size=(7, 5)) + luck(13).normal(size=(7, 1)) + luck(14).normal(size=(1, 5))
    found = two_level.interval(table, even(5))
    rows, worlds = table.shape
    of_worlds = table.mean(axis=0).var(ddof=1) / worlds
    of_rows = table.mean(axis=1).var(ddof=1) / rows
    rest = sum(
        (table[r, w] - table[r].mean() - table[:, w].mean() + table.mean()) ** 2 for r in range(7) for w in range(5)
    )
    of_both = rest / ((rows - 1) * (worlds - 1)) / (rows * worlds)
    variance = of_worlds + of_rows - of_both
    assert variance > max(of_worlds, of_rows)
    parts = of_worlds**2 / 4 + of_rows**2 / 6 + of_both**2 / 24
    assert found.se == pytest.approx(np.sqrt(variance))
    assert found.df == pytest.approx(max(variance**2 / parts, 4.0))
