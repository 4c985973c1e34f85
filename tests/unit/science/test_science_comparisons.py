"""Paired differences, Holm, bootstrap, common random numbers and the best of several arms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mktsim.science.statistics import (
    bootstrap,
    confidence_sequence,
    crn,
    holm,
    mcb,
    nelson_matejcik,
    paired,
    resampling,
)
from mktsim.science.statistics.complete import complete, require_complete


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def arms_with_common_luck(seed, replications, means, common=1.0, own=0.3):
    random = luck(seed)
    shared = random.normal(0.0, common, (replications, 1))
    return np.asarray(means) + shared + random.normal(0.0, own, (replications, len(means)))


def test_a_failed_cell_drops_its_replication_for_all_arms():
    table = np.array([[1.0, 2.0], [np.nan, 9.0], [3.0, 5.0]])
    whole = complete(table)
    assert whole.outcomes.tolist() == [[1.0, 2.0], [3.0, 5.0]]
    assert whole.kept.tolist() == [0, 2]
    assert whole.dropped == 1
    assert whole.dropped_share == pytest.approx(1.0 / 3.0)


def test_outcomes_that_are_no_table_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        complete([[1.0, np.inf]])
    with pytest.raises(ValueError, match="shape"):
        complete([1.0, 2.0])
    with pytest.raises(ValueError, match="failed cells"):
        require_complete([[1.0, np.nan], [1.0, 2.0]])
    with pytest.raises(ValueError, match="at least 2"):
        require_complete([[1.0, 2.0]])


def test_paired_comparison_agrees_with_the_paired_t_test():
    table = arms_with_common_luck(1, 25, [0.0, 0.2, -0.4])
    table[7, 2] = np.nan
    found = paired.compare(table, baseline=1)
    kept = np.delete(table, 7, axis=0)
    assert found.arms == (0, 2)
    assert (found.replications, found.dropped, found.df) == (24, 1, 23)
    for place, arm in enumerate(found.arms):
        reference = stats.ttest_rel(kept[:, arm], kept[:, 1])
        interval = reference.confidence_interval(0.95)
        assert found.p[place] == pytest.approx(reference.pvalue)
        assert (found.lower[place], found.upper[place]) == pytest.approx((interval.low, interval.high))
        assert found.mean[place] == pytest.approx((kept[:, arm] - kept[:, 1]).mean())


def test_identical_and_shifted_arms_need_no_luck():
    base = np.array([1.0, 2.0, 4.0])
    found = paired.compare(np.column_stack([base, base, base + 1.0]), baseline=0)
    assert found.se.tolist() == [0.0, 0.0]
    assert found.p.tolist() == [1.0, 0.0]


def test_paired_comparison_refuses_too_little():
    with pytest.raises(ValueError, match="complete replications"):
        paired.compare([[1.0, 2.0], [np.nan, 1.0]], baseline=0)
    with pytest.raises(ValueError, match="baseline"):
        paired.compare([[1.0, 2.0], [2.0, 1.0]], baseline=2)
    with pytest.raises(ValueError, match="level"):
        paired.compare([[1.0, 2.0], [2.0, 1.0]], baseline=0, level=95)


def test_paired_interval_covers_as_promised():
    tables = luck(2).normal(size=(2000, 12, 2)) + luck(3).exponential(size=(2000, 12, 1))
    found = [paired.compare(table, baseline=0) for table in tables]
    covered = np.mean([(one.lower[0] <= 0.0) & (one.upper[0] >= 0.0) for one in found])
    assert covered == pytest.approx(0.95, abs=0.015)


def test_holm_p_values_by_hand():
    adjusted = holm.adjusted_p([0.01, 0.04, 0.03, 0.005])
    assert adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm.adjusted_p([0.6, 0.9]) == pytest.approx([1.0, 1.0])
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm.adjusted_p([0.5, 1.5])


@given(st.lists(st.floats(-6.0, 6.0), min_size=1, max_size=7))
def test_step_down_intervals_match_the_decisions_of_holm(scores):
    mean, se = np.array(scores), np.ones(len(scores))
    rejected = holm.adjusted_p(paired.p_values(mean, se, 20)) <= 0.05
    step_down = holm.step_down_intervals(mean, se, 20)
    outside = (step_down.lower > 0.0) | (step_down.upper < 0.0)
    assert outside.tolist() == rejected.tolist()
    whole = holm.simultaneous_intervals(mean, se, 20)
    assert np.all(whole.lower <= step_down.lower + 1e-12)
    assert np.all(whole.upper >= step_down.upper - 1e-12)


@pytest.mark.slow
def test_families_of_equal_arms_keep_their_error():
    rejections, misses = [], []
    for seed in range(1500):
        found = paired.compare(luck(seed).normal(size=(15, 5)), baseline=0)
        rejections.append(holm.adjusted_p(found.p).min() <= 0.05)
        whole = holm.simultaneous_intervals(found.mean, found.se, found.df)
        misses.append(np.any((whole.lower > 0.0) | (whole.upper < 0.0)))
    assert np.mean(rejections) < 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / 1500)
    assert 0.02 < np.mean(misses) < 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / 1500)


def test_resampling_weights_are_means_of_whole_replications():
    block = np.concatenate(list(resampling.weights(7, 500, seed=1, purpose="test")))
    assert block.shape == (500, 7)
    assert block.sum(axis=1) == pytest.approx(np.ones(500))
    assert block.mean(axis=0) == pytest.approx(np.full(7, 1.0 / 7.0), abs=0.02)


def test_resampling_is_addressed():
    table = luck(4).normal(size=(30, 2))
    long = resampling.means(table, 200, seed=5, purpose="a")
    assert np.array_equal(resampling.means(table, 50, seed=5, purpose="a"), long[:50])
    assert not np.array_equal(resampling.means(table, 200, seed=6, purpose="a"), long)
    assert not np.array_equal(resampling.means(table, 200, seed=5, purpose="b"), long)
    with pytest.raises(ValueError, match="draws"):
        resampling.means(table, 0, seed=5, purpose="a")


def test_resampling_in_blocks_changes_nothing(monkeypatch):
    table = luck(4).normal(size=(30, 2))
    whole = resampling.means(table, 100, seed=5, purpose="a")
    monkeypatch.setattr(resampling, "_CELLS_AT_ONCE", 301)
    assert np.array_equal(resampling.means(table, 100, seed=5, purpose="a"), whole)


def test_bootstrap_agrees_with_the_normal_limit():
    table = arms_with_common_luck(6, 400, [0.0, 0.0], own=1.0)
    found = bootstrap.best_of_arms(table, seed=1)
    difference = table[:, 1] - table[:, 0]
    score = difference.mean() / (difference.std() / 20.0)
    assert found.probability_best[1] == pytest.approx(stats.norm.cdf(score), abs=0.02)
    assert found.probability_best.sum() == pytest.approx(1.0)
    gap = found.expected_regret[0] - found.expected_regret[1]
    assert gap == pytest.approx(difference.mean(), abs=0.01)


def test_bootstrap_on_clear_tied_and_shifted_arms():
    clear = bootstrap.best_of_arms(arms_with_common_luck(7, 50, [0.0, 5.0, 1.0]), seed=1)
    assert clear.probability_best.tolist() == [0.0, 1.0, 0.0]
    assert clear.expected_regret[1] == 0.0
    assert clear.expected_regret[0] == pytest.approx(5.0, abs=0.3)
    base = luck(8).normal(1e9, 1.0, 40)
    tied = bootstrap.best_of_arms(np.column_stack([base, base]), seed=1)
    assert tied.probability_best.tolist() == [0.5, 0.5]
    assert tied.expected_regret.tolist() == [0.0, 0.0]


def test_common_luck_does_not_reach_the_choice():
    table = arms_with_common_luck(9, 60, [0.0, 0.05])
    shaken = table + luck(10).normal(0.0, 50.0, (60, 1))
    first, second = bootstrap.best_of_arms(table, seed=1), bootstrap.best_of_arms(shaken, seed=1)
    assert second.probability_best == pytest.approx(first.probability_best)


def test_variance_reduction_is_what_the_replications_say():
    table = arms_with_common_luck(12, 5000, [0.0, 1.0, 2.0], common=3.0, own=1.0)
    factor, rho = crn.variance_reduction(table), crn.correlation(table)
    assert rho[0, 1] == pytest.approx(0.9, abs=0.01)
    assert factor[0, 1] == pytest.approx(10.0, rel=0.06)
    assert factor[0, 1] == pytest.approx((table[:, 0].var() + table[:, 1].var()) / (table[:, 0] - table[:, 1]).var())
    assert np.all(np.isnan(np.diag(factor)))
    assert np.diag(rho) == pytest.approx(np.ones(3))


def test_backfiring_and_constant_arms_are_seen():
    x = luck(13).normal(size=50)
    table = np.column_stack([x, -x, np.ones(50), x + 2.0])
    assert crn.backfiring_pairs(table) == ((0, 1), (1, 3))
    factor = crn.variance_reduction(table)
    assert factor[0, 1] == pytest.approx(0.5)
    assert factor[0, 2] == pytest.approx(1.0)
    assert factor[0, 3] > 1e12
    assert np.isnan(crn.correlation(table)[0, 2])


@pytest.mark.parametrize("intervals", [mcb.bonferroni, mcb.sphericity])
def test_comparisons_with_the_best_cover_together(intervals):
    means = np.array([0.0, 0.3, 0.3, -0.5])
    apart = np.array([-0.3, 0.0, 0.0, -0.8])
    covered = []
    for seed in range(600):
        found = intervals(arms_with_common_luck(seed, 20, means, own=0.5))
        covered.append(np.all((found.lower <= apart) & (apart <= found.upper)))
    assert np.mean(covered) > 0.95 - 3.0 * math.sqrt(0.05 * 0.95 / 600)


def test_a_clear_best_is_named():
    found = mcb.bonferroni(arms_with_common_luck(14, 30, [0.0, 3.0, 1.0]))
    assert found.may_be_best == (1,)
    assert found.lower[1] == 0.0
    assert found.upper[0] == found.upper[2] == 0.0
    assert found.difference[1] == pytest.approx(2.0, abs=0.3)
    with pytest.raises(ValueError, match="two arms"):
        mcb.bonferroni(np.ones((5, 1)))


def test_best_of_three_by_hand():
    table = arms_with_common_luck(20, 16, [0.0, 0.05, -0.1])
    found, means = mcb.bonferroni(table), table.mean(axis=0)
    width = stats.t.ppf(1.0 - 0.05 / 2.0, 15) / 4.0
    ends = [means[0] - means[rival] + width * np.std(table[:, 0] - table[:, rival], ddof=1) for rival in (1, 2)]
    assert found.upper[0] == pytest.approx(max(0.0, min(ends)))
    assert found.difference[0] == pytest.approx(means[0] - max(means[1], means[2]))


def test_two_arms_under_sphericity_are_the_paired_t_interval():
    table = arms_with_common_luck(15, 20, [0.0, 0.1])
    difference = table[:, 0] - table[:, 1]
    assert nelson_matejcik.difference_variance(table) == pytest.approx(difference.var(ddof=1))
    assert nelson_matejcik.constant(2, 0.95, 20) == pytest.approx(stats.t.ppf(0.95, 19))


def test_equicorrelated_t_constant_against_simulation():
    random = luck(16)
    shared, own = random.normal(size=(200_000, 1)), random.normal(size=(200_000, 4))
    scale = np.sqrt(random.chisquare(4 * 9, (200_000, 1)) / (4 * 9))
    largest = ((own - shared) / math.sqrt(2.0) / scale).max(axis=1)
    assert np.quantile(largest, 0.95) == pytest.approx(nelson_matejcik.constant(5, 0.95, 10), abs=0.015)


def test_nelson_matejcik_sample_size_shrinks_with_delta():
    table = arms_with_common_luck(17, 20, [0.0, 0.1, 0.2])
    wanted = nelson_matejcik.replications(table, 0.05)
    assert wanted == pytest.approx(4 * nelson_matejcik.replications(table, 0.1), abs=4)
    assert nelson_matejcik.replications(table, 100.0) == 20


@pytest.mark.slow
def test_watching_keeps_its_error_where_naive_looks_do_not():
    paths = luck(18).normal(size=(2000, 200))
    crossed, naive = 0, 0
    for path in paths:
        seen = confidence_sequence.sequence(path)
        crossed += bool(np.any((seen.lower > 0.0) | (seen.upper < 0.0)))
        n = np.arange(20, 201)
        mean = np.cumsum(path)[19:] / n
        naive += bool(np.any(np.abs(mean) > 1.96 / np.sqrt(n)))
    assert crossed / 2000 == pytest.approx(0.036, abs=0.0125)
    assert naive / 2000 > 0.15


def test_confidence_sequence_values():
    fixed = stats.t.ppf(0.975, 49) / math.sqrt(50.0)
    assert confidence_sequence.half_width(50, 1.0) / fixed == pytest.approx(1.51, abs=0.01)
    values = luck(19).normal(1e6, 2.0, 60)
    seen = confidence_sequence.sequence(values)
    assert seen.replications[-1] == 60.0
    half = confidence_sequence.half_width(60, float(values.std(ddof=1)))
    assert (seen.lower[-1], seen.upper[-1]) == pytest.approx((values.mean() - half, values.mean() + half), rel=1e-12)
    assert confidence_sequence.sequence(values[:19]).lower.size == 0
    assert confidence_sequence.sequence([]).lower.size == 0
