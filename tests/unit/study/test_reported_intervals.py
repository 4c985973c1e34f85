"""What `compare` and `select` report holds as often as they say, over thousands of synthetic studies."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mktsim.study.compare.ranking import _differences, _leads, order_of
from mktsim.study.runs.interval import mean_interval
from mktsim.study.select.selection_confidence import evidence

STUDIES = 6000
WITHIN = 0.01
"""Of 95%: three and a half standard errors of so many studies. Of 2,000 (within 1.5 points) the first of 400
sets lies outside (93.05%) and no other: a rare draw, about one in five hundred sets. Their mean is 95.01%."""
FAMILIES = 2000
NOISE = 3.0 * math.sqrt(0.05 * 0.95 / FAMILIES)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def studies(seed, arms, replications=20, means=0.0):
    """Arms with skewed luck in common, luck of their own, and unequal spreads, shape (studies, replications, arms)."""
    random = luck(seed)
    shared = random.exponential(5.0, (STUDIES, replications, 1))
    own = random.normal(size=(STUDIES, replications, arms)) * np.linspace(0.5, 2.0, arms)
    return np.asarray(means) + shared + own


@pytest.mark.parametrize("gap", [0.0, 0.4, -3.0])
def test_the_difference_of_two_arms_is_covered(gap):
    found = [_differences(one, 0, 0.95)[1].interval for one in studies(1, 2, means=[0.0, gap])]
    covered = np.mean([one.low <= gap <= one.high for one in found])
    assert covered == pytest.approx(0.95, abs=WITHIN)


def test_an_arm_s_own_interval_is_covered():
    random = luck(2)
    found = [mean_interval(random.normal(-7.0, 2.0, 12), 0.95) for _ in range(STUDIES)]
    assert np.mean([one.low <= -7.0 <= one.high for one in found]) == pytest.approx(0.95, abs=WITHIN)


def test_the_leads_that_select_reports_are_covered_when_nothing_was_picked():
    found = [evidence(one, 0, (1,), 0.1, 0.95).leads[0].interval for one in studies(3, 2, means=[0.3, 0.0])]
    assert np.mean([one.low <= 0.3 <= one.high for one in found]) == pytest.approx(0.95, abs=WITHIN)


@pytest.mark.parametrize("arms", [3, 6])
def test_among_equals_no_difference_is_claimed_too_often(arms):
    tables = studies(4 + arms, arms)[:FAMILIES]
    claimed = [any(one.p_holm <= 0.05 for one in _differences(table, 0, 0.95).values()) for table in tables]
    assert np.mean(claimed) <= 0.05 + NOISE


@pytest.mark.parametrize("arms", [3, 6])
def test_among_equals_the_leader_that_was_picked_by_looking_is_not_called_best_too_often(arms):
    tables = studies(14 + arms, arms)[:FAMILIES]
    called = [all(lead.p <= 0.05 for lead in _leads(one, order_of(one.mean(axis=0)), 0.95)) for one in tables]
    assert np.mean(called) <= 0.05 + NOISE
