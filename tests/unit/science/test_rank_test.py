"""The rank test counts exactly what drawing all sets would."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from mktsim.science.statistics.rank_test import rank_test, ranks


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def test_ranks_share_ties_as_scipy_does():
    scores = np.round(luck(1).normal(size=30), 1)
    assert ranks(scores).tolist() == stats.rankdata(-scores).tolist()


@pytest.mark.parametrize("named", [(0, 3), (1, 2, 5), (7,)])
def test_p_is_the_share_of_all_sets_that_rank_as_high(named):
    scores = np.round(luck(2).normal(size=(3, 9)), 1)
    sums = np.stack([ranks(row) for row in scores]).sum(axis=0)
    totals = [sums[list(some)].sum() for some in combinations(range(9), len(named))]
    expected = np.mean([total <= sums[list(named)].sum() + 1e-9 for total in totals])
    assert rank_test(scores, named).p_value == pytest.approx(expected)


def test_one_block_is_the_exact_rank_sum_test():
    scores = luck(3).normal(size=12)
    named = (0, 4, 5, 9)
    rest = [item for item in range(12) if item not in named]
    expected = stats.mannwhitneyu(scores[list(named)], scores[rest], alternative="greater", method="exact").pvalue
    assert rank_test(scores, named).p_value == pytest.approx(expected)


def test_names_that_mean_nothing_are_found_as_often_as_promised():
    random = luck(4)
    found = []
    for _ in range(400):
        world = random.normal(size=20)
        scores = world + 0.3 * random.normal(size=(3, 20))  # the same items are large in all worlds
        found.append(rank_test(scores, (2, 3, 11, 17)).p_value)
    assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=0.03)


def test_named_items_that_are_largest_everywhere_are_found():
    scores = np.tile(np.arange(10.0), (3, 1))
    found = rank_test(scores, (9, 8))
    assert (found.named, found.others) == (1.5, 6.5)
    assert found.p_value == pytest.approx(1.0 / 45.0)


@pytest.mark.parametrize("named", [(), tuple(range(10))])
def test_without_named_items_or_others_there_is_no_test(named):
    with pytest.raises(ValueError, match="named items and others"):
        rank_test(np.ones((1, 10)), named)
