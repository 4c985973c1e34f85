"""Selection through the driver and the store, on a stand-in for the model."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import CellFailed, InputError, Interrupted
from mktsim.inputs.study import ChanceLimit, WorldChange
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import STORE_NAME
from mktsim.study.runs.store import open_store
from mktsim.study.select.plan import SelectionOptions, SelectStatus
from mktsim.study.select.run import select

SEARCH = SelectionOptions(delta=100.0)
LOOK = RunOptions(simulate=fake.simulate)


def _resolved(**changes):
    return resolve(fake.study(**changes), fake.library(), "studies/toy.yaml")


def _stored(directory):
    with open_store(directory / STORE_NAME, model_hash(), platform_stamp()) as store:
        return len(store.statuses())


def test_the_best_arm_is_selected_with_fewer_cells(tmp_path):
    found = select(_resolved(), tmp_path, SEARCH, LOOK)
    best = compare(_resolved(replications=30), tmp_path / "all", CompareOptions(why_seconds=0.0), LOOK)
    assert (found.status, found.arm) == (SelectStatus.SELECTED, best.verdict.arm)
    assert _stored(tmp_path) == found.cost.cells == sum(arm.replications for arm in found.arms)
    assert found.cost.cells <= found.cost.equal < found.cost.independent
    for place, arm in enumerate(best.arms):
        rows = found.arms[place].replications
        assert found.outcomes[:rows, place].tolist() == best.outcomes[:rows, place].tolist()
        assert np.isnan(found.outcomes[rows:, place]).all()
        assert arm.name == found.arms[place].name


def test_a_second_call_runs_nothing_and_says_the_same(tmp_path):
    first = select(_resolved(), tmp_path, SEARCH, LOOK)

    def never(cell):
        raise AssertionError(cell)

    second = select(_resolved(), tmp_path, SEARCH, replace(LOOK, simulate=never))
    assert (second.digest, second.text, second.arms) == (first.digest, first.text, first.arms)


def test_two_workers_and_a_store_of_a_comparison_come_to_the_same(tmp_path):
    alone = select(_resolved(), tmp_path / "a", SEARCH, LOOK)
    both = select(_resolved(), tmp_path / "b", SEARCH, replace(LOOK, jobs=2))
    compare(_resolved(replications=60), tmp_path / "c", CompareOptions(why_seconds=0.0), LOOK)
    after = select(_resolved(), tmp_path / "c", SEARCH, LOOK)
    assert alone.digest == both.digest == after.digest
    assert alone.arms == both.arms == after.arms


def test_stopped_and_continued_comes_to_the_same(tmp_path):
    count = iter(range(10_000))

    def stopped(cell):
        if next(count) == 25:
            raise KeyboardInterrupt
        return fake.simulate(cell)

    with pytest.raises(Interrupted):
        select(_resolved(), tmp_path / "a", SEARCH, replace(LOOK, simulate=stopped))
    assert _stored(tmp_path / "a") == 25
    found = select(_resolved(), tmp_path / "a", SEARCH, LOOK)
    assert found.digest == select(_resolved(), tmp_path / "b", SEARCH, LOOK).digest


def test_twins_are_tied(tmp_path):
    arms = {"low": {"policy": "low"}, "twin": {"policy": "twin"}}
    found = select(_resolved(arms=arms), tmp_path, SEARCH, LOOK)
    assert (found.status, found.arm, found.tied) == (SelectStatus.TIED, "low", ("twin",))
    assert found.opportunity_cost == 0.0
    assert "take whichever is easier" in found.text


def test_a_delta_beyond_every_difference_says_that_all_are_alike(tmp_path):
    best = select(_resolved(), tmp_path, SEARCH, LOOK)
    apart = max(arm.behind.high for arm in best.arms if arm.behind is not None)
    found = select(_resolved(), tmp_path, replace(SEARCH, delta=10.0 * apart), LOOK)
    assert found.status is SelectStatus.TIED
    assert len(found.tied) == len(found.arms) - 1


def test_an_arm_that_breaks_a_limit_is_left_out(tmp_path):
    free = select(_resolved(), tmp_path, SEARCH, LOOK)
    worst = min(arm.interval.mean for arm in free.arms)
    limit = ChanceLimit(metric="units", above=0.0, at_most=0.05)
    none = select(_resolved(require=(limit,)), tmp_path, SEARCH, LOOK)
    assert (none.status, none.arm) == (SelectStatus.NONE_FEASIBLE, "")
    assert worst < max(arm.interval.mean for arm in free.arms)
    kept = ChanceLimit(metric="payback_week", above=1e6, at_most=0.05)
    found = select(_resolved(require=(kept,)), tmp_path, SEARCH, LOOK)
    assert (found.status, found.arm) == (free.status, free.arm)
    assert found.replications > free.replications


def test_what_never_happens_counts_as_broken(tmp_path):
    limit = ChanceLimit(metric="payback_week", above=1e6, at_most=0.05)
    found = select(_resolved(require=(limit,)), tmp_path, SEARCH, replace(LOOK, simulate=fake.loses_money))
    assert found.status is SelectStatus.NONE_FEASIBLE


def test_worlds_are_averaged_by_weight(tmp_path):
    worlds = (
        WorldChange(name="cheap", set={"supply.unit_cost_money": 2.0}, weight=3.0),
        WorldChange(name="dear", set={"supply.unit_cost_money": 6.0}),
    )
    found = select(_resolved(worlds=worlds), tmp_path, SEARCH, LOOK)
    seen = compare(_resolved(worlds=worlds, replications=20), tmp_path, CompareOptions(why_seconds=0.0), LOOK)
    assert found.outcomes[:20, 0] == pytest.approx(seen.outcomes[:, 0])
    assert found.cost.cells == 2 * sum(arm.replications for arm in found.arms)


def test_failures_are_made_up_for_and_too_many_are_refused(tmp_path):
    found = select(_resolved(), tmp_path / "a", SEARCH, replace(LOOK, simulate=fake.fails_at_three))
    assert found.failed == 2
    assert 3 not in found.numbers
    whole = select(_resolved(), tmp_path / "b", SEARCH, LOOK)
    assert found.arm == whole.arm

    def fails_often(cell):
        if cell.replication % 5 == 0:
            raise RuntimeError("the machine stands still")
        return fake.simulate(cell)

    with pytest.raises(CellFailed, match=r"rerun this one with: mktsim rerun \S+ --arm"):
        select(_resolved(), tmp_path / "c", SEARCH, replace(LOOK, simulate=fails_often))


def test_a_budget_is_spent_and_promises_nothing(tmp_path):
    found = select(_resolved(), tmp_path, SelectionOptions(delta=100.0, budget=90), LOOK)
    assert found.status is SelectStatus.ESTIMATED
    assert found.cost.cells == 90 == _stored(tmp_path)
    assert "no guarantee" in found.text


@pytest.mark.parametrize(
    ("search", "word"),
    [
        (SelectionOptions(delta=0.0), "delta: must be above 0"),
        (SelectionOptions(delta=float("nan")), "delta: must be above 0"),
        (SelectionOptions(delta=1.0, budget=29), "at least 30 cells"),
        (SelectionOptions(delta=1.0, most=5), "first stage"),
    ],
)
def test_what_is_out_of_range_is_refused_before_anything_runs(tmp_path, search, word):
    with pytest.raises(InputError, match=word):
        select(_resolved(), tmp_path / "x", search, LOOK)
    assert not (tmp_path / "x").exists()


def test_an_unknown_metric_of_a_limit_is_refused():
    with pytest.raises(InputError, match=r"require\[0\]\.metric.*did you mean 'cash_low'"):
        _resolved(require=(ChanceLimit(metric="cash_lo", below=0.0, at_most=0.1),))
