"""Robustness as arithmetic on tables: designs, regret, variance split, trees, break-even."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mktsim.study.robust.plan import answer, next_value
from mktsim.study.robust.regret import RegretOptions, regret_table, split
from mktsim.study.robust.scenario_discovery import grown
from mktsim.study.runs.sampling import Design, points

ASKED = RegretOptions(satisfied_with=0.0, confidence=0.95, seed=1)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


@pytest.mark.parametrize("kind", list(Design))
def test_points_fill_every_stratum_once(kind):
    found = points(kind, 32, ["a", "b", "c"], 1)
    assert found.shape == (32, 3)
    for column in found.T:
        assert sorted(np.floor(column * 32).astype(int)) == list(range(32))
    assert stats.qmc.discrepancy(found) < np.mean([stats.qmc.discrepancy(luck(i).random((32, 3))) for i in range(20)])


def test_a_parameter_keeps_its_points_whatever_the_others_are():
    alone, among = points(Design.LATIN, 16, ["b"], 1), points(Design.LATIN, 16, ["a", "b"], 1)
    assert (alone[:, 0] == among[:, 1]).all()
    assert (points(Design.LATIN, 16, ["b"], 2) != alone).any()


def test_the_bias_of_regret_is_taken_off_in_part():
    """All arms equal: the regret seen is all noise, and the correction takes a good part of it off."""
    random, plain, corrected = luck(1), [], []
    for seed in range(30):
        good = random.normal(size=(20, 8, 3))
        found = regret_table(good, np.full(8, 1 / 8), RegretOptions(0.0, 0.95, seed))
        plain.append(found.regrets[:, 0].mean())
        corrected.append(found.arms[0].regret.mean)
    assert np.mean(corrected) < 0.7 * np.mean(plain)


def test_the_arm_that_never_does_badly_is_minimax_and_the_gambler_leads():
    worlds = np.array([[10.0, 4.0, 0.0], [9.0, 4.0, 0.0], [-4.0, 4.0, 0.0], [8.0, 4.5, 0.0]])
    good = worlds[None] + luck(2).normal(size=(40, 1, 1)) + 0.1 * luck(3).normal(size=(40, 4, 3))
    found = regret_table(good, np.full(4, 0.25), ASKED)
    assert (found.leader, found.runner_up, found.minimax) == (0, 1, 1)
    assert found.arms[1].p_minimax > 0.99
    assert found.arms[1].worst_regret.mean == pytest.approx(6.0, abs=0.1)
    assert found.arms[0].worst_world == 2
    assert [arm.best_share for arm in found.arms] == pytest.approx([0.75, 0.25, 0.0])
    assert found.arms[0].satisficing == pytest.approx(0.75)
    assert found.information.mean == pytest.approx((10 + 9 + 4 + 8) / 4 - 23 / 4, abs=0.1)
    assert found.information.low <= found.information.mean <= found.information.high


def test_weights_count():
    good = np.array([[10.0, 0.0], [0.0, 4.0]])[None] + luck(4).normal(size=(30, 1, 1)) * 0.1
    even = regret_table(good, np.array([0.5, 0.5]), ASKED)
    other = regret_table(good, np.array([0.1, 0.9]), ASKED)
    assert (even.leader, other.leader) == (0, 1)


def test_regrets_do_not_depend_on_common_luck_or_the_order_of_arms():
    good = luck(5).normal(size=(25, 6, 3)) + np.array([0.0, 0.4, 0.2])
    plain = regret_table(good, np.full(6, 1 / 6), ASKED)
    shaken = regret_table(good + 50.0 * luck(6).normal(size=(25, 6, 1)), np.full(6, 1 / 6), ASKED)
    assert shaken.regrets == pytest.approx(plain.regrets)
    assert shaken.regret_se == pytest.approx(plain.regret_se)
    turned = regret_table(good[:, :, [2, 0, 1]], np.full(6, 1 / 6), ASKED)
    assert turned.regrets == pytest.approx(plain.regrets[:, [2, 0, 1]])


@pytest.mark.parametrize(("market", "chance", "both"), [(4.0, 1.0, 1.0), (0.0, 3.0, 1.0), (0.0, 0.0, 2.0)])
def test_variance_goes_to_where_it_comes_from(market, chance, both):
    random, found = luck(7), []
    for _ in range(60):
        lead = (
            np.sqrt(market) * random.normal(size=(1, 30))
            + np.sqrt(chance) * random.normal(size=(30, 1))
            + np.sqrt(both) * random.normal(size=(30, 30))
        )
        one = split(lead)
        assert one.market + one.luck + one.interaction == pytest.approx(1.0)
        found.append((one.market, one.luck, one.interaction))
    total = market + chance + both
    assert np.mean(found, axis=0) == pytest.approx([market / total, chance / total, both / total], abs=0.05)


def test_a_table_without_variation_has_no_split():
    assert split(np.ones((5, 4))) == split(np.zeros((5, 4)))


def test_the_tree_finds_the_corner_where_it_fails():
    values = luck(8).random((64, 4)) * np.array([1.0, 100.0, 1.0, 1.0])
    fails = (values[:, 1] > 60.0) & (values[:, 3] < 0.5)
    leaves = grown(values, fails, ["a", "b", "c", "d"])
    top = leaves[0]
    assert top.share == 1.0
    assert {(c.parameter, c.is_above) for c in top.conditions} == {("b", True), ("d", False)}
    assert {c.parameter: c.threshold for c in top.conditions}["b"] == pytest.approx(60.0, abs=6.0)
    assert sum(leaf.worlds for leaf in leaves) == 64
    assert sum(leaf.failing for leaf in leaves) == fails.sum()


def test_the_tree_says_nothing_where_there_is_nothing_to_say():
    values = luck(9).random((40, 2))
    for fails in (np.zeros(40, dtype=bool), np.ones(40, dtype=bool)):
        (leaf,) = grown(values, fails, ["a", "b"])
        assert (leaf.conditions, leaf.worlds) == ((), 40)
    assert len(grown(np.ones((40, 1)), luck(10).random(40) < 0.5, ["a"])) == 1


def _noisy(leads):
    """Leads of four replications around means."""
    return {value: lead + 1e-3 * np.array([-3.0, -1.0, 1.0, 3.0]) for value, lead in leads.items()}


def test_the_interval_of_a_break_even_holds_the_truth_as_often_as_it_says():
    held, plays = 0, 200
    for play in range(plays):
        noise = luck(100 + play).normal(0.0, 1.0, 16)
        leads = {value: 5.0 - value + noise for value in (0.0, 4.0, 5.0, 6.0, 10.0)}
        found = answer("p", leads, 0.95, play)
        held += found.ends[0] <= 5.0 <= found.ends[1]
        assert found.turning_share == 1.0
    assert 0.87 <= held / plays <= 0.98  # percentile intervals of sixteen replications hold a little less


def test_a_lead_near_an_end_turns_in_some_resamples_only():
    noise = luck(31).normal(0.0, 1.0, 20)
    found = answer("p", {0.0: 5.1 + noise, 5.0: 0.1 + noise - noise.mean()}, 0.95, 1)
    assert found.value is None
    assert 0.05 < found.turning_share < 0.95


@pytest.mark.parametrize("turn", [0.3, 4.2, 9.9])
def test_break_even_is_found_by_halving(turn):
    leads, tried = {}, 0
    while (value := next_value(leads, 0.0, 10.0, whole=False)) is not None:
        leads[value] = (turn - value) ** 3 + 0.2 * (turn - value)
        tried += 1
    found = answer("p", _noisy(leads), 0.95, 1)
    assert found.value == pytest.approx(turn, abs=10.0 / 32.0)
    assert tried <= 7
    assert found.lead_low > 0.0 > found.lead_high


def test_a_lead_that_never_turns_has_no_break_even():
    leads = {}
    while (value := next_value(leads, 1.0, 2.0, whole=False)) is not None:
        leads[value] = 5.0 + value
    assert sorted(leads) == [1.0, 2.0]
    safe = answer("p", _noisy(leads), 0.95, 1)
    assert (safe.value, safe.ends, safe.turning_share) == (None, None, 0.0)


def test_a_whole_parameter_takes_whole_values():
    leads = {}
    while (value := next_value(leads, 8.0, 64.0, whole=True)) is not None:
        leads[value] = 30.5 - value
        assert value == int(value)
    assert answer("p", _noisy(leads), 0.95, 1).value == pytest.approx(30.5, abs=1.0)
