"""What choosing an arm risks, from a table of outcomes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mktsim.outcomes.metrics.metric import Better
from mktsim.science.statistics.looks import Looks
from mktsim.study.compare.ranking import _leads, order_of
from mktsim.study.compare.risks import PaybackTable, RiskAsked, arm_risks, distances_to_best, payback
from mktsim.study.compare.stopping import Look, leads_at

ASKED = RiskAsked(baseline=0, confidence=0.95, better=Better.HIGHER)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def paybacks(outcomes):
    return PaybackTable(np.full((len(outcomes), 1, outcomes.shape[1]), 10.0), np.ones(1))


def table(rows=60):
    return luck(1).normal(size=(rows, 1)) + luck(2).normal(size=(rows, 3)) * 0.2 + np.array([0.0, 1.0, 0.9])


def test_the_best_arm_risks_least_and_a_poor_one_its_deficit():
    risks = arm_risks(table(), paybacks(table()), ASKED)
    costs = [risk.opportunity_cost for risk in risks]
    assert min(costs) == costs[1] < 0.01
    assert costs[0] == pytest.approx(1.0, abs=0.15)
    assert risks[0].from_best.high == 0.0
    assert risks[1].from_best.high > 0.0


def test_direction_is_that_of_the_metric():
    good = arm_risks(table(), paybacks(table()), ASKED)
    lower = arm_risks(-table(), paybacks(table()), RiskAsked(0, 0.95, Better.LOWER))
    assert [risk.opportunity_cost for risk in good] == pytest.approx([risk.opportunity_cost for risk in lower])
    assert lower[1].watched.mean == pytest.approx(-good[1].watched.mean)


def test_the_watched_interval_is_wider_than_the_usual_and_absent_early():
    risks = arm_risks(table(), paybacks(table()), ASKED)
    assert risks[0].watched is None
    apart = table()[:, 1] - table()[:, 0]
    usual = 2.0 * apart.std(ddof=1) / math.sqrt(len(apart))
    assert risks[1].watched.high - risks[1].watched.mean > 1.3 * usual
    assert arm_risks(table(19), paybacks(table(19)), ASKED)[1].watched is None


def test_a_corrected_interval_stands_beside_where_skewed_and_leans_the_same_way():
    plain = arm_risks(table(), paybacks(table()), ASKED)
    assert all(risk.corrected is None for risk in plain)
    skewed = table()
    skewed[:, 2] += np.exp(2.0 * luck(3).normal(size=60))
    risk = arm_risks(skewed, paybacks(skewed), ASKED)[2]
    assert risk.skewness > 2.0
    assert risk.corrected.high - risk.corrected.mean > risk.corrected.mean - risk.corrected.low
    assert risk.corrected.mean == pytest.approx((skewed[:, 2] - skewed[:, 0]).mean())


def test_payback_counts_what_never_comes_back_and_worlds_by_weight():
    weeks = np.array([[10.0, 50.0], [20.0, math.nan], [30.0, math.nan], [40.0, math.nan]])
    found = payback(weeks, np.array([0.75, 0.25]))
    assert found.never == pytest.approx(0.1875)
    assert found.quantiles[:2] == (10.0, 30.0)
    assert math.isinf(found.quantiles[2])
    assert payback(np.zeros((5, 1)), np.ones(1)).quantiles == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("shape", [(2, 3), (30, 1)])
def test_too_small_a_table_says_nothing(shape):
    assert arm_risks(np.zeros(shape), paybacks(np.zeros(shape)), ASKED) == (None,) * shape[1]


@pytest.mark.long
def test_watching_keeps_its_error():
    """All arms equal, looked at after every replication from 20 to 200: at most 5% ever exclude zero."""
    from mktsim.science.statistics.confidence_sequence import sequence

    random, wrong, trials = luck(4), 0, 4000
    for _ in range(trials):
        found = sequence(random.normal(size=200))
        wrong += bool(np.any((found.lower > 0.0) | (found.upper < 0.0)))
    assert wrong / trials <= 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / trials)


@pytest.mark.parametrize("looks", [True, False])
def test_no_arm_is_the_best_of_which_the_verdict_cannot_tell(looks):
    """Distances to the best rest on the intervals of the verdict: here t alone would call the first arm the best."""
    told = 0
    for seed in range(60):
        random = np.random.Generator(np.random.Philox(key=seed))
        good = random.normal(size=(30, 4)) + np.array([0.55, 0.0, -2.0, -2.0])
        look = Look(Looks(0.95, (8, 16, 30), family=6), 2, 0.0) if looks else None
        found = distances_to_best(good, 0.95, look)
        order = order_of(good.mean(axis=0))
        leads = leads_at(good, order, look) if looks else _leads(good, order, 0.95)
        is_best = not np.any(np.delete(found.upper, order[0]) > 0.0)
        told += is_best
        assert not is_best or all(lead.is_told(0.95) for lead in leads)
    assert told < 60
