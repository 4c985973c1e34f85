"""Robustness as arithmetic on tables: designs, regret, variance split, trees, break-even."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from mktsim.study.question.stated_assumption import StatedAssumption
from mktsim.study.robust.plan import answer, turning_at, wanted_values
from mktsim.study.robust.prim import found_box, peeled
from mktsim.study.robust.regret import RegretOptions, regret_table, split
from mktsim.study.robust.scenario_discovery import Condition, grown
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.sampling import Design, most_correlated, points

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
    found = regret_table(good, np.full(4, 0.25), replace(ASKED, are_sampled=False))
    assert (found.leader, found.runner_up, found.minimax) == (0, 1, 1)
    assert found.arms[1].p_minimax > 0.99
    drawn = regret_table(good, np.full(4, 0.25), ASKED)
    assert drawn.arms[1].p_minimax < 0.9, "the world that decides it is missing from three resamples in ten"
    assert drawn.arms[1].satisficing_ends == pytest.approx((0.398, 1.0), abs=0.001)
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


def test_a_box_is_found_with_its_coverage_and_density():
    """One corner of six parameters fails: the box names its two bounds and nothing else."""
    values = luck(21).random((120, 6)) * np.array([1.0, 10.0, 1.0, 1.0, 1.0, 1.0])
    fails = (values[:, 1] > 6.0) & (values[:, 4] < 0.6)
    box = found_box(values, fails, "abcdef", 1)
    assert {(one.condition.parameter, one.condition.is_above) for one in box.bounds} == {("b", True), ("e", False)}
    assert box.density == box.failing / box.worlds
    assert box.density > 0.9
    assert box.coverage == box.failing / fails.sum()
    assert box.coverage > 0.8
    assert box.p == pytest.approx(1.0 / 200.0)
    assert all(one.quasi_p < 0.01 for one in box.bounds)


def test_peeling_is_patient_and_goes_from_all_worlds_to_few():
    values = luck(22).random((100, 4))
    fails = values[:, 2] > 0.7
    boxes = [inside for _, inside in peeled(values, fails)]
    counts = [100, *(int(inside.sum()) for inside in boxes)]
    assert all(0 < before - after <= 0.05 * before for before, after in itertools.pairwise(counts))
    densities = [float(fails[inside].mean()) for inside in boxes]
    assert densities == sorted(densities)
    assert densities[-1] == 1.0
    assert all((after <= before).all() for before, after in itertools.pairwise(boxes))


def test_equal_values_are_peeled_together():
    values = np.repeat([[1.0], [2.0], [3.0]], 20, axis=0)
    fails = values[:, 0] > 2.5
    limits, inside = next(peeled(values, fails))
    assert inside.sum() == 40
    assert limits.tolist() == [[1.5], [np.inf]]


@pytest.mark.parametrize(
    ("column", "below", "above"), [(range(10), 0.5, 8.5), ((1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9), 1.5, 8.5)]
)
def test_peels_end_half_way_between_values_as_in_the_workbench(column, below, above):
    """Facts of the EMA Workbench's reference cases: where a peel of a tenth or less of these values ends."""
    values = np.array([*column], dtype=np.float64)[:, None]
    low, _ = next(peeled(values, values[:, 0] > 4.5))
    high, _ = next(peeled(values, values[:, 0] < 4.5))
    assert low.tolist() == [[below], [np.inf]]
    assert high.tolist() == [[-np.inf], [above]]


def test_a_box_that_holds_two_of_three_points_is_booked_as_in_the_workbench():
    """Its reference case: two of three points of interest, in a box with one bound; each point four times here."""
    values = np.repeat([[0.0, 1.0, 2.0], [2.0, 5.0, 6.0], [3.0, 2.0, 1.0]], 4, axis=0)
    fails = np.repeat([True, True, False], 4)
    box = found_box(values, fails, "abc", 1)
    assert (box.coverage, box.density, box.worlds / 12) == (1.0, 1.0, 2 / 3)
    assert len(box.bounds) == 1, "one restricted dimension: bounds that are not needed are dropped"
    assert box.bounds[0].condition in {Condition("a", 2.5, False), Condition("c", 1.5, True)}
    assert box.bounds[0].quasi_p == pytest.approx((2 / 3) ** 8)


@pytest.mark.parametrize("failing", [0, 2, 29, 32])
def test_too_few_failures_say_nothing(failing):
    fails = np.arange(32) < failing
    box = found_box(luck(23).random((32, 3)), fails, "abc", 1)
    assert (box is None) == (failing != 29)


def _random_rules(plays):
    """How often a rule is told where failures fall at random on twelve worlds with twelve parameters, four failures."""
    told = 0
    for play in range(plays):
        random = luck(500 + play)
        fails = np.zeros(12, dtype=bool)
        fails[random.permutation(12)[:4]] = True
        box = found_box(random.random((12, 12)), fails, "abcdefghijkl", play)
        told += box is not None and may(Claim.FAILS_WHERE, Grounds(p=box.p))
    return told / plays


def test_failures_at_random_give_no_rule():
    assert _random_rules(8) <= 1 / 8


@pytest.mark.long
def test_failures_at_random_give_a_rule_in_one_of_twenty_at_most():
    assert _random_rules(200) <= 0.05 + 2.0 * np.sqrt(0.05 * 0.95 / 200)


def test_drawn_worlds_point_to_what_is_worth_moving_alone():
    values = luck(5).random((12, 6))
    first = np.exp(3.0 * values[:, 4]) + 0.1 * values[:, 1]
    assert most_correlated(values, first[:, None], 1) == (4,)
    both = np.column_stack([first, -values[:, 2]])
    assert most_correlated(values, both, 2) == (2, 4), "what moves one of the leads counts"


def test_the_lead_is_looked_at_over_the_next_best_and_over_what_may_turn_out_better_by_most():
    noise = luck(6).normal(size=(12, 8))
    arms = [np.full((12, 8), 5.0), 4.5 + 0.1 * noise, 4.0 + 0.1 * luck(7).normal(size=(12, 8)), 3.0 + 6.0 * noise]
    found = regret_table(np.stack(arms, axis=-1), np.full(8, 1 / 8), ASKED)
    assert (found.leader, found.runner_up) == (0, 1)
    assert found.nearest == (1, 3)
    assert regret_table(np.stack(arms[:2], axis=-1), np.full(8, 1 / 8), ASKED).nearest == (1,)
    assert [turning_at(None, share) for share in (1.0, 0.5, 0.12, 0.03)] == [None, None, 3, 0]
    assert turning_at(2, 0.12) == 2


STATED = StatedAssumption("p", "p", "", "", 2.0, 0.0, 10.0, "assumption")


def _noisy(leads):
    """Leads of four replications around means."""
    return {value: lead + 1e-3 * np.array([-3.0, -1.0, 1.0, 3.0]) for value, lead in leads.items()}


def test_the_set_of_break_evens_holds_the_truth_as_often_as_it_says():
    held, plays = 0, 400
    for play in range(plays):
        noise = luck(100 + play).normal(0.0, 1.0, (16, 5))
        leads = {value: 5.0 - value + noise[:, place] for place, value in enumerate((0.0, 4.0, 5.0, 6.0, 10.0))}
        found = answer(STATED, "other", leads, 0.95)
        held += found.low <= 5.0 <= found.high
    assert 0.93 <= held / plays <= 0.98


def test_a_lead_near_an_end_is_not_said_to_turn():
    noise = luck(31).normal(0.0, 1.0, 20)
    found = answer(STATED, "other", {0.0: 5.1 + noise, 5.0: 0.1 + noise - noise.mean()}, 0.95)
    assert found.value is None
    assert not may(Claim.TURNS, Grounds(ends=(found.low, found.high)))
    assert not may(Claim.HOLDS, Grounds((found.lead_low, found.lead_high)))


def _tried(lead, stated, *, whole=False):
    leads = {}
    while wanted := wanted_values(leads, stated, whole=whole):
        for value in wanted:
            leads[value] = lead(value)
    return leads


@pytest.mark.parametrize("turn", [0.3, 4.2, 9.9])
def test_break_even_is_found_by_halving(turn):
    leads = _tried(lambda value: (turn - value) ** 3 + 0.2 * (turn - value), STATED)
    found = answer(STATED, "other", _noisy(leads), 0.95)
    assert found.value == pytest.approx(turn, abs=1.0)
    assert len(leads) <= 6
    assert found.lead_low.mean > 0.0 > found.lead_high.mean


def test_of_two_break_evens_the_one_next_to_today_counts():
    leads = _tried(lambda value: (value - 1.0) * (7.0 - value), STATED)
    assert answer(STATED, "other", _noisy(leads), 0.95).value == pytest.approx(1.0, abs=0.3)


def test_a_lead_that_never_turns_has_no_break_even():
    stated = replace(STATED, now=1.5, low=1.0, high=2.0)
    leads = _tried(lambda value: 5.0 + value, stated)
    assert sorted(leads) == [1.0, 1.5, 2.0]
    safe = answer(stated, "other", _noisy(leads), 0.95)
    assert safe.value is None
    assert may(Claim.HOLDS, Grounds((safe.lead_low, safe.lead_high)))


def test_a_whole_parameter_takes_whole_values():
    stated = replace(STATED, now=20.0, low=8.0, high=64.0)
    leads = _tried(lambda value: 30.5 - value, stated, whole=True)
    assert all(value == int(value) for value in leads)
    assert answer(stated, "other", _noisy(leads), 0.95).value == pytest.approx(30.5, abs=1.0)
