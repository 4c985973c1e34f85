"""Cells of earlier questions: found again to the bit, never those of something else, and never in anybody's way."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import fake_market as fake
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from mktsim.study.question.resolve import resolve
from mktsim.study.runs import cell_cache, user_cache
from mktsim.study.runs.cell_cache import CellCache
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.store import open_store
from mktsim.study.what_if.change import Change
from mktsim.study.what_if.plan import HowHard
from mktsim.study.what_if.question import Basis
from mktsim.study.what_if.run import How, what_if
from support.real_world import world


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(user_cache, "cache_directory", lambda: tmp_path / "cache")
    return tmp_path


@pytest.fixture
def planned():
    return Planner(resolve(fake.study(), fake.library()), 1).base(2)


def kept(place, planned, simulate=fake.simulate):
    """Run cells and keep them; return their keys."""
    keys = [one.key for one in planned]
    with open_results(place / "first") as store:
        drive(planned, store, RunOptions(simulate=simulate))
        CellCache().keep(store, keys)
    return keys


def lent(place, planned, cache=None):
    """Return what a new store gets, with the new store's outcomes."""
    with open_results(place / "second", fresh=True) as store:
        (cache or CellCache()).lend(store, planned)
        keys = [one.key for one in planned]
        return store.done(keys), store.outcomes(keys, ["npv", "units"])


def test_what_was_kept_is_found_to_the_bit(place, planned):
    keys = kept(place, planned)
    found, outcomes = lent(place, planned)
    assert found == set(keys)
    with open_results(place / "first") as store:
        assert np.array_equal(outcomes, store.outcomes(keys, ["npv", "units"]), equal_nan=True)
        assert np.isfinite(outcomes).any()


def test_another_model_finds_nothing(place, planned, monkeypatch):
    kept(place, planned)
    monkeypatch.setattr(cell_cache, "model_hash", lambda: "another")
    assert lent(place, planned)[0] == set()


def test_another_seed_finds_nothing(place, planned):
    kept(place, planned)
    other = [replace(one, key=one.key._replace(seed=2)) for one in planned]
    assert lent(place, other)[0] == set()


def test_a_cell_without_series_is_not_lent_where_they_are_wanted(place, planned):
    kept(place, [replace(one, keep_series=False) for one in planned])
    assert lent(place, planned)[0] == set()
    assert len(lent(place, [replace(one, keep_series=False) for one in planned])[0]) == len(
        {one.key for one in planned}
    )


def test_failed_cells_are_not_kept(place, planned):
    kept(place, planned, fake.fails_at_three)
    with open_results(place / "first") as store:
        done = store.done([one.key for one in planned])
    assert lent(place, planned)[0] == done


def test_it_is_in_nobodys_way_when_in_use_damaged_or_not_wanted(place, planned):
    kept(place, planned)
    file = next((place / "cache" / "cells").glob("*.sqlite"))
    with open_store(file, cell_cache.model_hash(), cell_cache.platform_stamp()):  # another process writes
        assert len(lent(place, planned)[0]) == len({one.key for one in planned})
        more = Planner(resolve(fake.study(), fake.library()), 7).base(1)
        kept(place, more)
    assert lent(place, more)[0] == set()
    assert lent(place, planned, CellCache(is_used=False))[0] == set()
    file.write_bytes(file.read_bytes()[:3000])
    assert lent(place, planned)[0] == set()
    kept(place, planned)
    assert len(lent(place, planned)[0]) == len({one.key for one in planned})


def test_the_next_question_runs_its_change_alone_and_fresh_runs_all():
    hard = HowHard(seconds=0.0, replications=3)

    def asked(change, *, fresh=False):
        ran = []
        how = How(on_progress=lambda _, progress: ran.extend(progress.finished), fresh=fresh)
        found = what_if(Basis(world()[0]), (Change({"pricing.change": change}, since="4"),), hard, how)
        return {one.named.arm for one in ran}, found

    before, _ = asked("+10%")
    assert "status_quo" in before
    assert len(before) == 2
    after, kept_answer = asked("+5%")
    assert "status_quo" not in after
    assert len(after) == 1
    everything, fresh_answer = asked("+5%", fresh=True)
    assert len(everything) == 2
    assert kept_answer.changes == fresh_answer.changes
    assert asked("+5%")[0] == set()
