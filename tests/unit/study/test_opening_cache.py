"""Openings that are kept: the same bits as worked out, no code from bytes, and never in anybody's way."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from mktsim.inputs.cell import Cell
from mktsim.inputs.rules import Mechanic
from mktsim.inputs.scenario import GoingConcern
from mktsim.model import initial_state
from mktsim.model.organisation.knowledge import Held
from mktsim.study.runs import opening_cache, snapshot_encoding, user_cache, worker
from mktsim.study.runs.cell import CellKey, CellName, Planned
from mktsim.study.runs.snapshot_encoding import decoded, encoded
from support.real_world import digest, world


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(user_cache, "cache_directory", lambda: tmp_path / "cache")
    monkeypatch.setattr(initial_state, "_kept", type(initial_state._kept)())
    return tmp_path / "cache" / "openings"


def planned(name="packaged_food", *, replication=0, keeps=True):
    """Return a cell of a short going concern."""
    scenario, incumbent = world(name, weeks=8)
    opening = GoingConcern.model_construct(kind="going_concern", burn_in_weeks=26)
    cell = Cell(scenario.model_copy(update={"opening": opening}), incumbent, incumbent, 1, replication, "short/0")
    key = CellKey(f"world of {name}", "arm", 1, replication)
    return Planned(key, cell, CellName("status_quo", ""), keep_history=True, keeps_opening=keeps)


def ran(one):
    """Run a cell as if it were the first of its process; return the digest of its history and whether it burnt in."""
    initial_state._kept.clear()
    burnt = []
    made = initial_state.burnt_in
    initial_state.burnt_in = lambda *given: burnt.append(1) or made(*given)
    try:
        found = worker.run_cell(one)
    finally:
        initial_state.burnt_in = made
    assert found.error == ""
    return digest(found.history), bool(burnt)


@pytest.mark.parametrize("name", ["packaged_food", "tea_chain", "us_color_tv_1963"])
def test_a_cell_has_the_same_bits_in_an_opening_that_was_kept(name, place):
    plain = ran(planned(name, keeps=False))
    assert not place.exists()
    assert ran(planned(name)) == plain == (plain[0], True)
    assert len(list(place.iterdir())) == 1
    assert ran(planned(name)) == (plain[0], False)
    assert ran(planned(name, replication=1))[1]
    assert len(list(place.iterdir())) == 2


def test_it_is_in_nobodys_way_when_damaged_of_another_model_or_not_writable(place, monkeypatch):
    expected, _ = ran(planned())
    file = next(place.iterdir())
    whole = file.read_bytes()
    for bad in (b"", whole[:40], whole[:-4], b"\0" * len(whole), whole[:20] + bytes([whole[20] ^ 1]) + whole[21:]):
        file.write_bytes(bad)
        assert ran(planned()) == (expected, True)
        assert file.read_bytes() == whole
    assert ran(planned()) == (expected, False)
    with monkeypatch.context() as patched:
        patched.setattr(opening_cache, "model_hash", lambda: "another")
        assert ran(planned()) == (expected, True)
    monkeypatch.setattr(user_cache, "cache_problem", lambda _: "is open to others")
    assert ran(planned()) == (expected, True)


def test_only_the_last_openings_are_kept(place, monkeypatch):
    monkeypatch.setattr(opening_cache, "_MOST_FILES", 2)
    for replication in range(4):
        ran(planned(replication=replication))
    assert len(list(place.iterdir())) == 2
    assert not list(place.glob(f"*.{os.getpid()}"))


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(max_size=4)
    | st.floats()
    | st.floats().map(np.float64)
    | st.sampled_from(Mechanic)
    | st.tuples(*[st.floats()] * 5).map(lambda values: Held(*values))
    | st.lists(st.floats(), max_size=3).map(np.array)
    | st.lists(st.booleans(), max_size=3).map(lambda values: np.array(values, bool))
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple), max_leaves=12
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=3), TREES, max_size=3))
def test_any_tree_of_values_comes_back_of_the_same_types(state):
    again = decoded(encoded(state))
    assert repr(again) == repr(state)
    assert encoded(again) == encoded(state)


def test_what_stands_twice_is_one_object_again():
    held = Held(1.0, 2.0, 3.0, 4.0, 5.0)
    again = decoded(encoded({"a": (held, held), "b": held}))
    assert again["a"][0] is again["a"][1] is again["b"]


@dataclass
class Own:
    """Something that is not of the model."""

    value: float = 1.0


@pytest.mark.parametrize("value", [Own(), object(), {1, 2}, 1j, np.array(["text"]), b"bytes"])
def test_what_is_not_of_the_model_is_not_kept(value):
    with pytest.raises((TypeError, LookupError)):
        encoded({"a": value})


@pytest.mark.parametrize(
    "name", ["os:system", "mktsim.errors:InputError", "mktsim.study.runs.worker:run_cell", "mktsim.nowhere:X", ""]
)
def test_bytes_cannot_name_what_is_no_value_of_the_model(name, monkeypatch):
    monkeypatch.setattr(snapshot_encoding._Writer, "_name", lambda self, _: self.classes.append(name) or 0)
    block = encoded({"a": Held(1.0, 2.0, 3.0, 4.0, 5.0)})
    with pytest.raises(ValueError, match="damaged"):
        decoded(block)


def test_nothing_is_looked_for_unless_asked(place):
    assert opening_cache.lend(replace(planned(), keeps_opening=False)) is None
    assert not place.exists()
