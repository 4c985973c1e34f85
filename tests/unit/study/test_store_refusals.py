"""What a store refuses, and that nothing is lost by it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import StoreError
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.cell import CellStatus
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import claim
from mktsim.study.runs.store import open_store, open_to_read
from mktsim.study.runs.store_file import lock_path
from mktsim.study.runs.store_reader import stored_cells, stored_metrics, stored_weekly
from mktsim.study.runs.worker import run_cell

HOW = RunOptions(simulate=fake.simulate)


@pytest.fixture
def planned():
    return Planner(resolve(fake.study(), fake.library()), 1).base(4)


def _filled(path, planned):
    with open_store(path, "m", "p") as store:
        drive(planned, store, HOW)
        return store.outcomes([one.key for one in planned], ["npv"])


def test_a_full_disk_says_so_and_keeps_every_finished_cell(tmp_path):
    planned = Planner(resolve(fake.study(), fake.library()), 1).base(15)
    path = tmp_path / "r.sqlite"
    whole = _filled(tmp_path / "whole.sqlite", planned)
    with open_store(path, "m", "p") as store:
        pages = store.read("PRAGMA page_count")[0][0]
        store.read(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(StoreError, match=r"the disk is full; all finished cells are kept"):
            drive(planned, store, HOW)
        kept = len(store.statuses())
        assert 0 < kept < len(planned)
    with open_store(path, "m", "p") as store:
        assert len(store.statuses()) == kept
        drive(planned, store, HOW)
        assert np.array_equal(store.outcomes([one.key for one in planned], ["npv"]), whole)


def test_a_store_that_cannot_be_written_says_so(tmp_path, planned):
    path = tmp_path / "r.sqlite"
    _filled(path, planned[:3])
    with open_store(path, "m", "p") as store:
        store.read("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            drive(planned, store, HOW)
        assert len(store.statuses()) == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_read_only_directory_says_so_and_can_still_be_looked_at(tmp_path, planned):
    path = tmp_path / "locked" / "r.sqlite"
    _filled(path, planned)
    lock_path(path).unlink()
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be"):
            open_store(path, "m", "p")
        with open_to_read(path) as store:
            assert len(list(stored_cells(store))) == len(planned)
    finally:
        path.parent.chmod(0o700)


def test_two_processes_on_one_directory_are_refused_at_once_and_readers_are_not(tmp_path, planned):
    path = tmp_path / "r.sqlite"
    code = f"""
    import sys
    from pathlib import Path
    from mktsim.study.runs.store import open_store
    with open_store(Path({str(path)!r}), "m", "p"):
        print("open", flush=True)
        sys.stdin.readline()
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="in use by another process"):
            open_store(path, "m", "p")
        with pytest.raises(StoreError, match="in use by another process"):
            open_store(path, "m", "p", fresh=True)
        with open_to_read(path) as store:
            assert list(stored_cells(store)) == []
        other.kill()
    _filled(path, planned)


def test_a_damaged_block_costs_only_its_series(tmp_path, planned):
    path = tmp_path / "r.sqlite"
    whole = _filled(path, planned)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE blocks SET block = x'00' WHERE cell IN (SELECT id FROM cells WHERE replication = 2)")
    db.close()
    with open_store(path, "m", "p") as store:
        with pytest.raises(StoreError, match="damaged"):
            store.weekly(next(one.key for one in planned if one.key.replication == 2))
        assert np.array_equal(store.outcomes([one.key for one in planned], ["npv"]), whole)
        with pytest.raises(StoreError, match="damaged"):
            list(stored_weekly(store))


def test_a_damaged_store_is_refused_by_readers_too_and_left_as_it_is(tmp_path, planned):
    path = tmp_path / "r.sqlite"
    _filled(path, planned)
    raw = bytearray(path.read_bytes())
    raw[100:] = b"\xff" * (len(raw) - 100)
    path.write_bytes(bytes(raw))
    for attempt in (open_to_read, lambda place: open_store(place, "m", "p")):
        with pytest.raises(StoreError, match=r"damaged.*keep a copy"):
            attempt(path)
    assert path.read_bytes() == bytes(raw)


def test_what_is_read_cell_by_cell_is_what_was_stored(tmp_path, planned):
    path = tmp_path / "r.sqlite"
    with open_store(path, "m", "p") as store:
        for one in planned:
            store.add(run_cell(one, fake.fails_at_three))
        cells = list(stored_cells(store))
        metrics = {key: values for key, _, values in stored_metrics(store)}
        names = store.metrics()
        assert {cell.key for cell in cells} == {one.key for one in planned}
        assert {cell.named.arm for cell in cells if cell.status is CellStatus.FAILED} == {"high", "ideal"}
        for key, values in metrics.items():
            assert np.array_equal(store.outcomes([key], names)[0], [values[name] for name in names], equal_nan=True)
        assert len(list(stored_weekly(store))) == len(metrics) == len(planned) - 2


def test_a_lock_alone_is_no_strange_file(tmp_path):
    lock_path(tmp_path / "results.sqlite").write_bytes(b"")
    assert claim(tmp_path, "study toy", fresh=False) is False


def test_few_and_many_cells_are_looked_up_alike(tmp_path, planned, monkeypatch):
    path = Path(tmp_path / "r.sqlite")
    one_by_one = _filled(path, planned)
    monkeypatch.setattr("mktsim.study.runs.store_reader._FEW", 0)
    with open_store(path, "m", "p") as store:
        keys = [one.key for one in planned]
        assert np.array_equal(store.outcomes(keys, ["npv"]), one_by_one)
        assert store.statuses(keys[:2]) == dict.fromkeys(keys[:2], CellStatus.DONE)
