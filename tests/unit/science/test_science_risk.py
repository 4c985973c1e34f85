"""Risk, regret and shares of variance against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from mktsim.science.statistics import bootstrap, regret, risk


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def test_cvar_counts_the_edge_in_part():
    values = [5.0, 1.0, 2.0, 3.0, 4.0]
    assert risk.cvar(values, 0.4).value == pytest.approx(1.5)
    assert risk.cvar(values, 0.5).value == pytest.approx((1.0 + 2.0 + 0.5 * 3.0) / 2.5)
    assert risk.cvar(values, 0.1).value == 1.0


def test_cvar_of_a_normal_and_its_error():
    estimates = [risk.cvar(luck(seed).normal(10.0, 2.0, 400)) for seed in range(300)]
    exact = 10.0 - 2.0 * stats.norm.pdf(stats.norm.ppf(0.1)) / 0.1
    values = np.array([one.value for one in estimates])
    assert values.mean() == pytest.approx(exact, abs=0.05)
    assert np.mean([one.se for one in estimates]) == pytest.approx(values.std(), rel=0.15)


def test_quantile_of_a_normal_and_its_error():
    estimates = [risk.quantile(luck(seed).normal(size=200), 0.9) for seed in range(300)]
    values = np.array([one.value for one in estimates])
    assert values.mean() == pytest.approx(stats.norm.ppf(0.9), abs=0.03)
    assert np.mean([one.se for one in estimates]) == pytest.approx(values.std(), rel=0.15)


def test_the_error_of_the_tail_is_that_of_its_influence():
    values = np.array([5.0, 1.0, 2.0, 3.0, 4.0])
    assert risk.cvar(values, 0.4).se == pytest.approx(
        np.std(np.array([0.0, -1.0, 0.0, 0.0, 0.0]) / 0.4, ddof=1) / 5**0.5
    )


def test_the_error_of_a_median_is_maritz_and_jarretts():
    """Weights are steps of the beta distribution: I(2/3; 2, 2) = 3 (2/3)^2 - 2 (2/3)^3 = 20/27 for three values."""
    assert risk.quantile([0.0, 1.0], 0.5).se == pytest.approx(0.5)
    assert risk.quantile([0.0, 0.0, 1.0], 0.5).se == pytest.approx(np.sqrt(20.0 / 27.0 * 7.0 / 27.0))


def test_mean_and_loss_probability():
    values = np.array([-1.0, 0.0, 1.0, 2.0])
    assert risk.mean(values).value == 0.5
    assert risk.mean(values).se == pytest.approx(values.std(ddof=1) / 2.0)
    lost = risk.loss_probability(values)
    assert (lost.value, lost.se) == pytest.approx((0.25, math.sqrt(0.25 * 0.75 / 4.0)))
    assert risk.loss_probability(values, threshold=1.5).value == 0.75
    with pytest.raises(ValueError, match="failed cells"):
        risk.cvar([1.0, np.nan])


@pytest.mark.parametrize("x", [-2.0, 0.0, 0.7, 3.0])
def test_loss_functions_are_their_integrals(x):
    student = integrate.quad(lambda t: (t - x) * stats.t.pdf(t, 7.0), x, np.inf)[0]
    normal = integrate.quad(lambda t: (t - x) * stats.norm.pdf(t), x, np.inf)[0]
    assert regret.student_loss(x, 7.0) == pytest.approx(student, rel=1e-6)
    assert regret.normal_loss(x) == pytest.approx(normal, rel=1e-6)
    assert regret.student_loss(x, 1e7) == pytest.approx(normal, rel=1e-5)


def test_two_arms_have_the_same_regret_by_bound_and_bootstrap():
    table = luck(1).normal(size=(300, 2)) + np.array([0.0, 0.05])
    bounds = regret.opportunity_cost_bounds(table)
    drawn = bootstrap.best_of_arms(table, seed=1)
    assert bounds == pytest.approx(drawn.expected_regret, abs=0.004)
    chance = regret.good_selection_probability(table, chosen=1)
    assert chance == pytest.approx(drawn.probability_best[1], abs=0.02)


def test_the_bound_covers_the_bootstrap_with_more_arms():
    table = luck(2).normal(size=(40, 5)) * 2.0
    bounds = regret.opportunity_cost_bounds(table)
    assert np.all(bounds > bootstrap.best_of_arms(table, seed=1).expected_regret)
    assert int(np.argmin(bounds)) == int(np.argmax(table.mean(axis=0)))


def test_regret_without_luck_is_the_deficit():
    base = luck(3).normal(size=(10, 1))
    table = base + np.array([0.0, 2.0, -1.0])
    table = np.round(table * 2**20) / 2**20
    bounds = regret.opportunity_cost_bounds(table)
    assert bounds == pytest.approx([2.0, 0.0, 3.0])
    assert regret.good_selection_probability(table, chosen=1) == 1.0
    assert regret.good_selection_probability(table, chosen=0) == 0.0
    assert regret.good_selection_probability(table, chosen=0, delta=2.5) == 1.0
    with pytest.raises(ValueError, match="df"):
        regret.student_loss(0.0, 1.0)
    with pytest.raises(ValueError, match="at least 3"):
        regret.opportunity_cost_bounds(table[:2])
