"""Shares that do not belong together are refused; who leads is who has the best mean of complete replications."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import InputError, StoreError
from mktsim.inputs.calibration import CalibratedGroup, CalibratedParameter, Scale
from mktsim.inputs.study import WorldChange
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.progress import Leading
from mktsim.study.compare.run import compare
from mktsim.study.directory.rerun import rerun
from mktsim.study.directory.shards import gather_shards, run_shard
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.cell import CellName, CellStatus
from mktsim.study.runs.driver import MIXED, drive
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import STORE_NAME, Call, claim, remember
from mktsim.study.runs.shard import Shard, shard_of
from mktsim.study.runs.store import note, open_store, open_to_read, put_note
from mktsim.study.runs.store_reader import counted_groups
from mktsim.study.runs.worker import run_cell


def study(**changes):
    return resolve(fake.study(**{"replications": 6, **changes}), fake.library())


def share(directory, number, of=2, simulate=fake.simulate, **changes):
    place = directory / Shard(number, of).folder
    claim(place, "study toy_study", fresh=False)
    remember(place, Call("compare", "toy_study", {"shard": f"{number}/{of}"}))
    run_shard(study(**changes), place, Shard(number, of), RunOptions(simulate=simulate))
    return place


def edited(place, key, value):
    with open_store(place / STORE_NAME, model_hash(), platform_stamp()) as store:
        put_note(store, key, value)


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", "1/2/3", "1.0/2", "", "1/9999999"])
def test_what_is_no_share_is_refused_with_what_one_is(text):
    with pytest.raises(InputError, match="as 1/4, 2/4, 3/4 or 4/4"):
        shard_of(text)


@pytest.mark.parametrize("of", [1, 2, 5, 9])
def test_shares_are_the_whole_and_have_nothing_in_common(of):
    every = [r for number in range(1, of + 1) for r in Shard(number, of).replications(7)]
    assert sorted(every) == list(range(7))


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("model_hash", "other", "another version of the model"),
        ("platform", "other", r"another platform \(allow it with --mixed\)"),
        ("owner", "study another", "another study"),
        ("study_hash", "other", "another study"),
        ("schema_version", "99", "has schema version 99"),
    ],
)
def test_a_share_of_something_else_is_refused_and_nothing_is_written(tmp_path, key, value, told):
    share(tmp_path, 1)
    edited(share(tmp_path, 2), key, value)
    with pytest.raises(StoreError, match=told):
        gather_shards(tmp_path, (), mixed=False)
    assert not (tmp_path / STORE_NAME).exists()


def test_shares_of_other_platforms_are_taken_when_asked_for_and_noted(tmp_path):
    share(tmp_path, 1)
    edited(share(tmp_path, 2), "platform", "another processor")
    gather_shards(tmp_path, (), mixed=True)
    with open_to_read(tmp_path / STORE_NAME) as store:
        assert len(store.statuses()) == 18
        assert "another processor" in note(store, MIXED)


def test_other_numbers_for_the_same_cell_are_refused_before_anything_is_written(tmp_path):
    share(tmp_path / "a", 1)
    share(tmp_path / "b", 2)
    lying = share(tmp_path / "c", 1, simulate=fake.loses_money)
    gather_shards(tmp_path / "out", (tmp_path / "a" / "shard-1-of-2",), mixed=False)
    with pytest.raises(StoreError, match=r"has other numbers than .* for .*nothing was gathered"):
        gather_shards(tmp_path / "out", (tmp_path / "b" / "shard-2-of-2", lying), mixed=False)
    with open_to_read(tmp_path / "out" / STORE_NAME) as store:
        assert len(store.statuses()) == 9


def test_a_cell_that_failed_gives_way_to_one_that_is_done(tmp_path):
    failed = share(tmp_path / "a", 2, simulate=fake.fails_at_three)
    done = share(tmp_path / "b", 2)
    assert [one.new for one in gather_shards(tmp_path / "out", (failed, done), mixed=False).sources] == [9, 2]
    assert [one.new for one in gather_shards(tmp_path / "out", (failed,), mixed=False).sources] == [0]
    with open_to_read(tmp_path / "out" / STORE_NAME) as store:
        assert set(store.statuses().values()) == {CellStatus.DONE}


def test_the_leader_is_the_best_mean_so_far_and_goes_on_after_a_stop(tmp_path):
    planner = Planner(study(), 1)
    told = []
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        leading = Leading(planner, store, 6)
        seen = lambda _, progress: told.append(leading.told(progress).leader)  # noqa: E731
        drive(planner.grid(4), store, RunOptions(simulate=fake.simulate, on_progress=seen))
        arms = [[planner.cell(arm, 0, r).key for r in range(4)] for arm in planner.resolved.arms]
        means = [store.outcomes(keys, ["npv"]).mean() for keys in arms]
        best = planner.resolved.arms[int(np.argmax(means))].name
        assert told[:3] == ["", "", ""]
        assert told[-1] == f"{best} ahead after 4 replications" == Leading(planner, store, 6).text


def test_draws_of_a_calibration_have_a_leader_and_are_counted_as_one_world(tmp_path, monkeypatch):
    def drawn(scenario, draw, seed, told):
        return scenario.model_copy(update={"calibration": (), "horizon_weeks": 105 + draw})

    monkeypatch.setattr("mktsim.study.runs.planner.drawn", drawn)
    plain = study()
    cost = CalibratedParameter(
        path="supply.unit_cost_money", scale=Scale.LOG, centre=1.5, sd=0.1, lowest=1.0, highest=9.0
    )
    group = CalibratedGroup(history="h.csv", parameters=(cost,), correlations=((1.0,),))
    calibrated = plain.worlds[0].scenario.model_copy(update={"calibration": (group,)})
    planner = Planner(replace(plain, worlds=(replace(plain.worlds[0], scenario=calibrated),)), 1)
    assert len({key.world for key in planner.grid(6).keys}) == 6
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        leading = Leading(planner, store, 6)
        drive(planner.grid(6), store, RunOptions(simulate=fake.simulate).reporting(leading.told))
        assert leading.text.endswith("ahead after 6 replications")
        assert [(one.named.arm, one.done) for one in counted_groups(store)] == [("high", 6), ("ideal", 6), ("low", 6)]
        assert all(store.held().status(key) is CellStatus.DONE for key in planner.grid(6).keys)
        assert Leading(planner, store, 6).text == leading.text


def test_what_is_held_is_told_also_of_far_replications(tmp_path):
    planner = Planner(study(), 1)
    cells = [planner.cell(planner.resolved.arms[0], 0, r) for r in (10**12, 3, 0)]
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        store.add(*(run_cell(one, fake.simulate if r else _fails) for r, one in enumerate(cells)))
        held = store.held()
    assert [held.status(one.key) for one in cells] == [CellStatus.FAILED, CellStatus.DONE, CellStatus.DONE]
    assert held.status(planner.cell(planner.resolved.arms[0], 0, 4).key) is None
    assert held.status(planner.cell(planner.resolved.arms[1], 0, 3).key) is None


def _fails(cell):
    raise RuntimeError("no")


def test_a_failed_replication_is_in_nobodys_mean(tmp_path):
    planner = Planner(study(), 1)
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        leading = Leading(planner, store, 6)
        how = RunOptions(simulate=fake.fails_at_three).reporting(leading.told)
        drive(planner.grid(6), store, how)
        assert leading.text.endswith("ahead after 5 replications")


@pytest.mark.usefixtures("fake_rules")
def test_every_cell_of_a_comparison_can_be_run_again_by_its_name(tmp_path):
    claim(tmp_path, "study toy_study", fresh=False)
    compare(study(), tmp_path, CompareOptions(why_replications=2), RunOptions(simulate=fake.simulate))
    with open_to_read(tmp_path / STORE_NAME) as store:
        from mktsim.study.runs.store_reader import stored_cells

        cells = [one for one in stored_cells(store) if one.key.replication == 1]
    assert {one.named.variant for one in cells} >= {"", "late only", "supply.unit_cost_money at 7"}
    for one in cells:
        again = rerun(tmp_path, one.named, 1, fake.simulate)
        assert (again.before, again.same) == (CellStatus.DONE, True), one.named


@pytest.mark.usefixtures("fake_rules")
def test_two_cells_of_one_name_from_a_study_that_was_changed_between_calls_are_not_mixed_up(tmp_path):
    claim(tmp_path, "study toy_study", fresh=False)
    asked, look = CompareOptions(why_seconds=0.0), RunOptions(simulate=fake.simulate)
    compare(study(), tmp_path, asked, look)
    assert rerun(tmp_path, CellName("low", "toy"), 1, fake.simulate).same
    changed = study(worlds=(WorldChange(name="toy", set={"supply.unit_cost_money": 9.0}),))
    compare(changed, tmp_path, asked, look)
    with pytest.raises(StoreError, match="the study was changed since"):
        rerun(tmp_path, CellName("low", "toy"), 1, fake.simulate)
