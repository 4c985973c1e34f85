"""Screening in groups and measuring one by one, as arithmetic on tables."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.study.value.plan import (
    Fate,
    GroupsNeeded,
    Measuring,
    Screened,
    Screening,
    effect,
    halves,
    judge,
    looks_needed,
    screen,
)

ASKED = Screening(worth=1.0, first=4)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def screened(truth, roots, noise=0.05, seed=1):
    """Answer the plan's questions from true effects until it ends."""
    random, known, asked_for = luck(seed), {}, 0
    while isinstance(step := screen(known, roots, ASKED), GroupsNeeded):
        for group in step.groups:
            assert group not in known
            asked_for += 1
            known[group] = sum(truth[place] for place in group) + noise * random.normal(size=4)
    return step, asked_for


def test_few_that_matter_among_many_are_found_with_few_groups():
    truth = np.zeros(64)
    truth[[5, 40]] = 10.0
    found, asked_for = screened(truth, [tuple(range(64))])
    assert found.left == (5, 40)
    assert asked_for == found.looked_at < 26
    assert sorted([*found.left, *(place for one in found.out for place in one.group)]) == list(range(64))


def test_signs_do_not_matter_to_single_changes_and_groups_stay_apart():
    truth = np.array([0.0, -8.0, 0.0, 6.0, 0.0, 0.0])
    found, _ = screened(truth, [(0, 1, 2), (3, 4, 5)])
    assert found.left == (1, 3)


def test_effects_that_cancel_in_a_group_stay_hidden():
    found, _ = screened(np.array([9.0, -9.0, 0.0, 0.0]), [(0, 1, 2, 3)])
    assert found.left == ()


def test_a_group_that_changes_no_bit_is_the_same_and_not_merely_small():
    assert judge((1, 2), np.zeros(4), ASKED).fate is Fate.SAME
    assert judge((1, 2), np.full(4, 1e-9), ASKED).fate is Fate.SMALL


def test_noise_keeps_a_group_in_play():
    assert judge((1,), np.array([-3.0, 3.0, -3.0, 3.0]), ASKED).fate is Fate.MATTERS
    assert judge((1,), np.array([np.inf])[:0], ASKED).fate is Fate.MATTERS


def test_the_plan_replays_a_table_to_the_same_end():
    truth = np.array([0.0, 5.0, 0.0])
    known = {group: truth[list(group)].sum() + np.zeros(4) for group in ((0, 1, 2), (0, 1), (2,), (0,), (1,))}
    step = screen(known, [(0, 1, 2)], ASKED)
    assert isinstance(step, Screened)
    assert step.left == (1,)


def test_halves_keep_neighbours_together():
    assert halves((4, 2, 9)) == ((4, 2), (9,))


MEASURING = Measuring(worth=0.1, most=40, family=20)


def test_looks_double_up_to_the_most():
    assert MEASURING.looks == (8, 16, 32, 40)
    assert Measuring(worth=1.0, most=3, family=1).looks == (3,)


def test_a_large_effect_and_a_hopeless_one_end_at_the_first_look_and_one_between_goes_on():
    random = luck(5)
    large, noisy = 10.0 + 0.1 * random.normal(size=40), random.normal(size=40)
    between = 0.1 * random.normal(size=40)
    assert looks_needed(large[:0], 0, MEASURING) == 8
    assert looks_needed(large[:8], 8, MEASURING) is None
    assert looks_needed(noisy[:8], 8, MEASURING) is None
    assert not effect(noisy[:8], MEASURING).told
    assert looks_needed(between[:8], 8, MEASURING) == 16
    assert looks_needed(between, 40, MEASURING) is None


def test_an_effect_in_single_replications_alone_has_no_end():
    assert not effect(np.array([5.0]), MEASURING).told


def test_intervals_hold_together_though_each_effect_stops_when_it_likes():
    random, asked, missed = luck(6), Measuring(worth=0.5, most=32, family=10), 0
    for _ in range(200):
        truth = random.normal(size=10) * 2.0
        missed += not all(_covers(mean + random.normal(size=32), mean, asked) for mean in truth)
    assert missed / 200 < 0.08  # 5% and two standard errors; without the looks it is over 30%


def _covers(values, mean, asked):
    run = 0
    while (following := looks_needed(values[:run], run, asked)) is not None:
        run = following
    ends = effect(values[:run], asked).interval
    return ends.low <= mean <= ends.high


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_more_confidence_makes_wider_intervals(confidence):
    values = luck(7).normal(size=16)
    one = effect(values, MEASURING).interval
    other = effect(values, Measuring(0.1, 40, 20, confidence)).interval
    assert (other.high - other.low > one.high - one.low) is (confidence > 0.95)
