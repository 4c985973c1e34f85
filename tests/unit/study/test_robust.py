"""Robustness through the driver and the store, on a stand-in for the model."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import CellFailed, InputError
from mktsim.inputs.study import WorldChange
from mktsim.outcomes.metrics.value import npv
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare
from mktsim.study.question.resolve import resolve
from mktsim.study.robust.plan import RobustnessOptions
from mktsim.study.robust.run import robust
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner, Variant
from mktsim.study.runs.results_directory import STORE_NAME
from mktsim.study.runs.sampling import Design
from mktsim.study.runs.store import open_store

LOOK = RunOptions(simulate=fake.simulate)
DOUBT = RobustnessOptions(draws=24, replications=4)
ARMS = {"low": {"policy": "low"}, "high": {"policy": "high"}}
WORLDS = (
    WorldChange(name="cheap", set={"supply.unit_cost_money": 1.0}, weight=3.0),
    WorldChange(name="dear", set={"supply.unit_cost_money": 7.0}),
)


def _resolved(**changes):
    return resolve(fake.study(**{"arms": ARMS, **changes}), fake.library(), "studies/toy.yaml")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    asked = replace(DOUBT, break_even=("supply.unit_cost_money",))
    return robust(_resolved(), tmp_path_factory.mktemp("robust"), asked, LOOK)


def test_worlds_are_drawn_inside_the_ranges_of_the_assumptions(found):
    assert found.values.shape == (24, 3)
    ranges = np.array(list(fake.scenario().assumptions.values()))
    assert (found.values >= ranges[:, 0]).all()
    assert (found.values <= ranges[:, 1]).all()
    whole = found.values[:, found.parameters.index("market.types_per_segment")]
    assert (whole == np.round(whole)).all()


def _gaps(cost, count):
    """Lead of the first arm at a unit cost, replication by replication."""
    planner, scenario = Planner(_resolved(), 1), fake.scenario()
    supply = scenario.supply.model_copy(update={"unit_cost_money": cost})
    variant = Variant("", scenario=scenario.model_copy(update={"supply": supply}))
    worth = [
        [npv(fake.simulate(planner.cell(arm, 0, r, variant).cell)) for r in range(count)]
        for arm in planner.resolved.arms
    ]
    return np.subtract(*worth)


def test_the_cost_decides_where_the_winner_fails_and_where_it_turns(found):
    assert 0 < found.fails.sum() < 24
    assert {one.parameter for one in found.leaves[0].conditions} == {"supply.unit_cost_money"}
    assert {one.condition.parameter for one in found.box.bounds} == {"supply.unit_cost_money"}
    threshold = found.box.bounds[0].condition.threshold
    (turn,) = found.break_evens
    assert turn.value == pytest.approx(threshold, abs=0.5)
    gaps = _gaps(turn.value, 4)
    assert abs(np.mean(gaps)) < 0.05 * max(abs(turn.lead_low.mean), abs(turn.lead_high.mean))
    for lead, end in ((turn.lead_low, turn.stated.low), (turn.lead_high, turn.stated.high)):
        assert abs(lead.mean) == pytest.approx(abs(np.mean(_gaps(end, turn.replications))))
    assert any("It fails where unit cost is" in sentence for sentence in found.text)
    assert any("is gone when unit cost is" in sentence and "today)" in sentence for sentence in found.text)


def test_the_lead_over_each_of_two_arms_is_looked_at(tmp_path):
    arms = {**ARMS, "lower": {"policy": "low", "organisation": "slow"}}
    asked = replace(DOUBT, draws=8, break_even=("supply.unit_cost_money",))
    told = robust(_resolved(arms=arms), tmp_path, asked, LOOK)
    over = {one.over for one in told.break_evens}
    assert over == {told.arms[place] for place in told.regret.nearest}
    assert len(over) == 2
    alone = robust(_resolved(), tmp_path / "pair", asked, LOOK)
    assert {one.over for one in alone.break_evens} == {alone.arms[alone.regret.runner_up]}


def test_the_market_and_not_luck_makes_the_lead_vary(found):
    assert found.regret.split.market > 0.8
    assert found.regret.information.mean > 0.0


def test_named_worlds_are_those_of_a_comparison(tmp_path):
    told = robust(_resolved(worlds=WORLDS), tmp_path, RobustnessOptions(replications=6, break_even=("none",)), LOOK)
    seen = compare(_resolved(worlds=WORLDS, replications=6), tmp_path, CompareOptions(why_seconds=0.0), LOOK)
    assert told.worlds == ("cheap", "dear")
    assert [arm.mean.mean for arm in told.regret.arms] == pytest.approx([arm.interval.mean for arm in seen.arms])
    assert (told.leaves, len(told.values)) == ((), 0)
    assert told.regret.arms[0].best_share == pytest.approx(0.75)
    with open_store(tmp_path / STORE_NAME, model_hash(), platform_stamp()) as store:
        assert len(store.statuses()) == 24 + 24  # as it is, and what cannot matter


def test_named_and_drawn_worlds_go_together(tmp_path):
    told = robust(
        _resolved(worlds=WORLDS), tmp_path, RobustnessOptions(draws=4, replications=2, design=Design.SOBOL), LOOK
    )
    assert told.worlds == ("cheap", "dear", "draw 0", "draw 1", "draw 2", "draw 3")
    assert len(told.fails) == 6


def test_a_second_call_and_two_workers_say_the_same(tmp_path):
    first = robust(_resolved(), tmp_path / "a", DOUBT, LOOK)

    def never(cell):
        raise AssertionError(cell)

    again = robust(_resolved(), tmp_path / "a", DOUBT, replace(LOOK, simulate=never))
    both = robust(_resolved(), tmp_path / "b", DOUBT, replace(LOOK, jobs=2))
    assert first.digest == again.digest == both.digest
    assert first.text == again.text == both.text


@pytest.mark.parametrize(
    ("changes", "doubt", "word"),
    [
        ({}, RobustnessOptions(), "worlds: needs at least two"),
        ({"arms": {"low": {"policy": "low"}}}, DOUBT, "arms: needs at least two"),
        ({}, replace(DOUBT, break_even=("supply.unit_cost",)), "supply.unit_cost is no assumption"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_runs(tmp_path, changes, doubt, word):
    with pytest.raises(InputError, match=word):
        robust(_resolved(**changes), tmp_path / "x", doubt, LOOK)
    assert not (tmp_path / "x").exists()


def test_failures_are_left_out_and_too_many_are_refused(tmp_path):
    look = replace(LOOK, simulate=fake.fails_at_three)
    few = robust(_resolved(), tmp_path / "a", RobustnessOptions(draws=3, replications=40), look)
    assert (few.replications, few.failed) == (39, 3)
    with pytest.raises(CellFailed, match="the machine stands still"):
        robust(_resolved(), tmp_path / "b", RobustnessOptions(draws=3, replications=8), look)
