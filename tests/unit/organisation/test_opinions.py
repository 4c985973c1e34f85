"""Each department believes for itself: own priors, own weighing, opinions pooled without gaining precision."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from mktsim.inputs.organisation import Work
from mktsim.model.organisation.knowledge import Held, Knowledge, Way, pooled
from mktsim.model.organisation.mechanisms.knowledge.judgement import Habits, adjustment
from mktsim.model.organisation.opinions import Opinions
from mktsim.model.organisation.stage import ESTABLISHED, StageBoard
from mktsim.model.organisation.work_streams import WorkLuck
from mktsim.streams import Address
from support.toy_office import ToyInstruments

AGENTS = tuple(f"agent_{number}" for number in range(200))
TOPIC = "rival.price"


def opinions(*, silent=False, replication=0, **work):
    return Opinions(WorkLuck(Address(1, "toy", replication), (0, 10), silent, None), Work(**work))


def knowledge(**options):
    return Knowledge(ToyInstruments(), opinions(**options))


def held(value, variance=1.0, day=0.0):
    return Held(value, variance, day, day, day)


def way(weight=0.5):
    return Way(0.0, -1.0, 0.0, weight)


def test_priors_spread_around_the_common_one_by_the_share_declared():
    mind = knowledge(prior_spread=0.4)
    values = np.array([mind.believe(agent, TOPIC, 0.0).value for agent in AGENTS])
    assert abs(values.mean()) < 0.1
    assert values.std() == pytest.approx(0.4 * 0.96, rel=0.15)  # cut at two standard deviations
    assert {mind.believe(agent, TOPIC, 0.0).se for agent in AGENTS} == {1.0}


def test_without_spread_or_luck_everybody_begins_alike():
    for mind in (knowledge(prior_spread=0.0), knowledge(silent=True)):
        assert {mind.believe(agent, TOPIC, 0.0).value for agent in AGENTS} == {0.0}
    assert {opinions(silent=True).weight(agent) for agent in AGENTS} == {0.3}
    assert opinions(silent=True).stages("a", ESTABLISHED) == pytest.approx(ESTABLISHED)


def test_a_replication_has_its_own_minds_and_asking_twice_changes_nothing():
    one, again, other = opinions(), opinions(), opinions(replication=1)
    assert one.lean("a", TOPIC) == again.lean("a", TOPIC) != other.lean("a", TOPIC)
    assert one.weight("a") != one.weight("b")
    assert all(0.05 <= one.weight(agent) <= 0.5 for agent in AGENTS)


def test_what_others_found_out_weighs_less_than_what_one_has_found_out_oneself():
    mind = knowledge(prior_spread=0.0)
    mind.receive("own", TOPIC, held(1.0), way(0.5))
    mind.receive("told", TOPIC, held(1.0), way(0.25))
    assert mind.believe("own", TOPIC, 0.0).value == pytest.approx(1 / 2)
    assert mind.believe("told", TOPIC, 0.0).value == pytest.approx(1 / 4)  # its variance counts as three times as large


def test_an_opinion_heard_twice_makes_nobody_surer():
    view = held(4.0, 0.25)
    once = pooled(held(0.0, 1.0), view, 0.0, 0.3)
    twice = pooled(once, view, 0.0, 0.3)
    assert 0.0 < once.value < twice.value < 4.0
    assert view.variance < twice.variance < once.variance < 1.0
    same = pooled(view, view, 0.0, 0.3)
    assert (same.value, same.variance) == pytest.approx((4.0, 0.25))


def test_who_meets_agrees_and_nobody_else_changes():
    mind = knowledge()
    for agent, value in zip("abc", (1.0, 3.0, 9.0), strict=True):
        mind.replace(agent, TOPIC, held(value), way())
    mind.agree("abd", TOPIC, 0.0)  # d has nothing to say
    assert mind.believe("a", TOPIC, 0.0).value == mind.believe("b", TOPIC, 0.0).value == pytest.approx(2.0)
    assert mind.believe("a", TOPIC, 0.0).se == pytest.approx(1.0)
    assert mind.believe("c", TOPIC, 0.0).value == 9.0
    assert mind.view("d", TOPIC, 0.0) is None


def test_a_stage_told_moves_an_own_opinion_by_its_weight():
    board = StageBoard(ESTABLISHED, opinions(prior_spread=0.0))
    board.receive("a", (0.0, 1.0, 0.0, 0.0), 0.3)
    assert board.of("a") == pytest.approx((0.0, 0.37, 0.56, 0.07))
    board.receive("a", (0.0, 1.0, 0.0, 0.0))
    assert board.of("a") == (0.0, 1.0, 0.0, 0.0)


def test_departments_begin_with_stages_of_their_own():
    board = StageBoard(ESTABLISHED, opinions())
    seen = [board.of(agent) for agent in AGENTS]
    assert len(set(seen)) == len(AGENTS)
    assert all(sum(one) == pytest.approx(1.0) and one[0] == 0.0 for one in seen)


def test_adjustments_are_hopeful_and_a_review_halves_them():
    habits, luck = Habits(0.75, 0.05, 0.02, 0.5), np.random.default_rng(3)

    def office(reviewed, judges=True):
        return SimpleNamespace(
            judges=judges, uniform=lambda work, purpose: work.row[purpose], holds=lambda agent, name: reviewed
        )

    works = [SimpleNamespace(owner="a", row=luck.uniform(size=16)) for _ in range(4000)]
    free = np.array([adjustment(office(reviewed=False), work, habits) for work in works])
    held_to = np.array([adjustment(office(reviewed=True), work, habits) for work in works])
    assert np.mean(free != 0.0) == pytest.approx(0.75, abs=0.03)
    assert free.mean() == pytest.approx(0.75 * 0.02, abs=0.003)
    np.testing.assert_allclose(held_to, 0.5 * free)
    assert not any(adjustment(office(reviewed=False, judges=False), work, habits) for work in works)
