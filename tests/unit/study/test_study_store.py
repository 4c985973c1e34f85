from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import StoreError
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.cell import CellStatus
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import note, open_store, put_note
from mktsim.study.runs.worker import run_cell


@pytest.fixture
def planned():
    resolved = resolve(fake.study(), fake.library())
    return Planner(resolved, 1).base(2)


def test_a_cell_comes_back_as_it_went_in(tmp_path, planned):
    history = fake.simulate(planned[0].cell)
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        store.add(run_cell(planned[0], fake.simulate))
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        weekly = store.weekly(planned[0].key)
        assert weekly.series.columns == history.series.columns
        assert weekly.series.values.tobytes() == history.series.values.tobytes()
        assert weekly.money.values.tobytes() == history.money.values.tobytes()
        assert weekly.horizon == history.horizon
        assert store.statuses() == {planned[0].key: CellStatus.DONE}
        assert store.seconds([planned[0].key]) > 0.0
        units = store.outcomes([planned[0].key, planned[1].key], ["units", "no such metric"])
        assert units[0, 0] == history.series.column("units")[: history.horizon].sum()
        assert np.isnan(units[1]).all()
        assert np.isnan(units[0, 1])


def test_a_failed_cell_keeps_its_traceback_and_how_to_run_it_again(tmp_path):
    resolved = resolve(fake.study(), fake.library())
    cell = Planner(resolved, 7).cell(resolved.arms[1], 0, 3)
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        store.add(run_cell(cell, fake.fails_at_three))
        failure = store.failures([cell.key])[0]
    assert "the machine stands still" in failure.error
    assert "Traceback" in failure.error
    place = tmp_path.as_posix()
    assert failure.rerun == f"mktsim rerun {place} --arm high --replication 3 --world toy"
    assert failure.title == "high in toy, replication 3"


def test_a_cell_stored_again_replaces_itself(tmp_path, planned):
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        store.add(run_cell(planned[0], _stumble))
        assert store.statuses()[planned[0].key] is CellStatus.FAILED
        store.add(run_cell(planned[0], fake.simulate))
        assert store.statuses() == {planned[0].key: CellStatus.DONE}
        assert np.isfinite(store.outcomes([planned[0].key], ["npv"])).all()


def _stumble(cell):
    raise ValueError("no")


def test_notes_are_kept(tmp_path):
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        assert note(store, "why") is None
        put_note(store, "why", "9")
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        assert note(store, "why") == "9"


@pytest.mark.parametrize(("model", "stamp", "word"), [("other", "p", "model"), ("m", "other", "platform")])
def test_results_of_another_model_or_platform_are_never_mixed(tmp_path, planned, model, stamp, word):
    path = tmp_path / "r.sqlite"
    with open_store(path, "m", "p") as store:
        store.add(run_cell(planned[0], fake.simulate))
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"another.*{word}.*--fresh"):
        open_store(path, model, stamp)
    assert path.read_bytes() == before
    with open_store(path, model, stamp, fresh=True) as store:
        assert store.statuses() == {}


def test_another_schema_is_refused(tmp_path):
    path = tmp_path / "r.sqlite"
    with open_store(path, "m", "p") as store:
        put_note(store, "schema_version", "99")
    with pytest.raises(StoreError, match=r"schema version 99.*--fresh"):
        open_store(path, "m", "p")


@pytest.mark.parametrize("fresh", [False, True])
def test_a_foreign_file_is_neither_used_nor_deleted(tmp_path, fresh):
    path = tmp_path / "r.sqlite"
    path.write_text("my thesis")
    with pytest.raises(StoreError, match="is not a result store"):
        open_store(path, "m", "p", fresh=fresh)
    assert path.read_text() == "my thesis"
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as db:
        db.execute("CREATE TABLE family (name TEXT)")
    with pytest.raises(StoreError, match="is not a result store"):
        open_store(tmp_path / "other.sqlite", "m", "p", fresh=fresh)


def test_a_damaged_store_says_so(tmp_path, planned):
    path = tmp_path / "r.sqlite"
    with open_store(path, "m", "p") as store:
        for one in planned:
            store.add(run_cell(one, fake.simulate))
    raw = bytearray(path.read_bytes())
    raw[100:] = b"\xff" * (len(raw) - 100)
    path.write_bytes(bytes(raw))
    with pytest.raises(StoreError, match="damaged"):
        open_store(path, "m", "p")


def test_a_store_in_use_says_so(tmp_path, planned, monkeypatch):
    monkeypatch.setattr("mktsim.study.runs.store._BUSY_SECONDS", 0.05)
    path = tmp_path / "r.sqlite"
    with open_store(path, "m", "p") as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another process"):
            store.add(run_cell(planned[0], fake.simulate))


def test_a_directory_in_the_way_says_so(tmp_path):
    (tmp_path / "r.sqlite").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        open_store(tmp_path / "r.sqlite", "m", "p")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(Path(tmp_path / "file" / "r.sqlite"), "m", "p")
