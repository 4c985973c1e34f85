"""Stores that were broken, edited, half written or put where nobody may write: one sentence, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing, contextmanager

import fake_market as fake
import pytest

from mktsim.errors import StoreError
from mktsim.study.directory.rerun import rerun
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.cell import CellName, CellStatus
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import STORE_NAME, Call, claim, recalled, remember
from mktsim.study.runs.store import open_store, open_to_read, put_note
from mktsim.study.runs.store_file import beginnings
from mktsim.study.runs.store_reader import stored_cells

HOW = RunOptions(simulate=fake.simulate)


def study():
    return resolve(fake.study(replications=4), fake.library())


def grid():
    return Planner(study(), 1).grid(4)


@pytest.fixture
def path(tmp_path):
    """Return a store with twelve cells in a directory that was claimed."""
    claim(tmp_path, "study toy", fresh=False)
    remember(tmp_path, Call("compare", "toy", {}))
    place = tmp_path / STORE_NAME
    with _writing(place) as store:
        drive(grid(), store, HOW)
    return place


def _writing(place):
    from mktsim.study.runs.identity import model_hash, platform_stamp

    return open_store(place, model_hash(), platform_stamp())


@contextmanager
def edited(path):
    with closing(sqlite3.connect(path)) as db, db:
        yield db


@pytest.mark.parametrize("size", [100, 5000, 20_000])
def test_a_store_that_was_cut_short_is_refused_and_left_as_it_is(path, size):
    os.truncate(path, size)
    before = path.read_bytes()
    for attempt in (_writing, open_to_read):
        with pytest.raises(StoreError, match=r"damaged.*keep a copy"):
            attempt(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["manifest", "layouts", "groups", "cells"])
def test_a_store_without_one_of_its_tables_is_damaged(path, table):
    with edited(path) as db:
        db.execute(f"DROP TABLE {table}")
    with pytest.raises(StoreError, match="damaged"), _writing(path) as store:
        store.outcomes(list(grid().keys), ["npv"])


@pytest.mark.usefixtures("fake_rules")
def test_one_flipped_bit_in_outcomes_is_found_and_mended_by_the_command_it_names(path):
    key = grid().keys[0]
    with _writing(path) as store:
        whole = store.outcomes([key], ["npv"])
    with edited(path) as db:
        cell, numbers = db.execute(
            "SELECT outcomes.cell, numbers FROM groups JOIN cells ON group_id = groups.id "
            "JOIN outcomes ON cell = cells.id WHERE world_hash = ? AND arm_hash = ? AND replication = 0",
            key[:2],
        ).fetchone()
        block = bytearray(numbers)
        block[11] ^= 1
        db.execute("UPDATE outcomes SET numbers = ? WHERE cell = ?", (bytes(block), cell))
    with open_to_read(path) as store, pytest.raises(StoreError, match=r"damaged.*mktsim rerun .* --arm") as found:
        store.outcomes([key], ["npv"])
    arm = str(found.value).partition("--arm ")[2].split()[0]
    again = rerun(path.parent, CellName(arm, "toy"), 0, fake.simulate)
    assert (again.before, again.same) == (CellStatus.DONE, None)
    with open_to_read(path) as store:
        assert store.outcomes([key], ["npv"]) == whole


def test_nonsense_cannot_be_written_into_cells_and_counts_as_nothing_when_it_is(path):
    with pytest.raises(sqlite3.IntegrityError), edited(path) as db:
        db.execute("UPDATE cells SET status = 'perhaps' WHERE id = 1")
    with edited(path) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("UPDATE cells SET status = 'perhaps' WHERE id = 1")
        db.execute("UPDATE cells SET replication = 'three' WHERE id = 2")
    with _writing(path) as store:
        assert len(store.statuses()) == 10
        drive(grid(), store, HOW)
        assert len(store.statuses()) == 12


@pytest.mark.parametrize("text", ['{"command": "comp', "[]", '{"command": "compare"}', "7"])
def test_a_half_written_note_about_the_call_is_refused(path, text):
    with _writing(path) as store:
        put_note(store, "call", text)
    with pytest.raises(StoreError, match="call the command again"):
        recalled(path.parent)


def test_a_kill_while_a_store_is_made_leaves_nothing_in_the_way(tmp_path):
    for left in beginnings(tmp_path / STORE_NAME):
        left.write_bytes(b"half a store")
    assert claim(tmp_path, "study toy", fresh=False) is False
    assert not any(left.exists() for left in beginnings(tmp_path / STORE_NAME))


def test_what_a_deleted_store_left_beside_it_does_not_flow_into_a_new_one(path):
    with _writing(path) as store:
        put_note(store, "mark", "old")
        shutil.copy(path.with_name(path.name + "-wal"), path.with_name("kept"))
    path.unlink()
    path.with_name("kept").rename(path.with_name(path.name + "-wal"))
    with _writing(path) as store:
        assert store.read("SELECT count(*) FROM cells") == [(0,)]
        assert store.read("SELECT value FROM manifest WHERE key = 'mark'") == []


def test_a_file_system_without_locks_is_told_from_a_lock_that_is_held(tmp_path, monkeypatch):
    def refused(file):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("mktsim.study.runs.store_file._lock", refused)
    with pytest.raises(StoreError, match=r"cannot be locked here \(No locks available\).*another file system"):
        _writing(tmp_path / "r.sqlite")


def test_the_manifest_tells_versions_and_commit(path):
    with open_to_read(path) as store:
        told = dict(store.read("SELECT key, value FROM manifest"))
    assert {"version", "python", "commit", "model_hash", "platform", "owner", "call"} <= set(told)
    assert told["python"] == ".".join(map(str, sys.version_info[:3]))


AS_NOBODY = """
    import os, sys
    from pathlib import Path
    from mktsim.errors import StoreError
    from mktsim.study.runs.store_reader import stored_cells
    from mktsim.study.runs.store import open_store, open_to_read
    path = Path(sys.argv[1])
    os.setgid(65534), os.setuid(65534)
    try:
        open_store(path, "m", "p")
    except StoreError as error:
        print(error)
    try:
        with open_to_read(path) as store:
            print(len(list(stored_cells(store))))
    except StoreError as error:
        print(error)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the administrator can be another")
@pytest.mark.parametrize("killed", [False, True])
def test_who_may_not_write_is_told_so_and_can_look(path, tmp_path_factory, killed):
    place = tmp_path_factory.mktemp("shared")
    for folder in (place, *place.parents):
        if folder.stat().st_uid == os.getuid() and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    shutil.copy(path, place / STORE_NAME)
    (place / STORE_NAME).chmod(0o444)
    if killed:
        (place / f"{STORE_NAME}-wal").write_bytes(b"cells that were not yet taken over")
    words = [sys.executable, "-c", textwrap.dedent(AS_NOBODY), str(place / STORE_NAME)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one), "PYTHONDONTWRITEBYTECODE": "1"}
    found = subprocess.run(words, capture_output=True, text=True, check=False, env=env)
    assert found.returncode == 0, found.stderr
    refused, looked = found.stdout.strip().splitlines()
    assert "cannot be used (Permission denied)" in refused
    if killed:
        assert "copy the directory to where you may write" in looked
    else:
        assert int(looked) == 12


@contextmanager
def small_disk(place, kilobytes):
    """Mount a disk in memory; skip where that is not allowed."""
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run([shutil.which("umount") or "umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full_keeps_every_finished_cell(tmp_path):
    whole = Planner(study(), 1).grid(400)
    with small_disk(tmp_path / "disk", 640):
        path = tmp_path / "disk" / "r.sqlite"
        with pytest.raises(StoreError, match="full"), _writing(path) as store:
            drive(whole, store, HOW)
        with open_to_read(path) as store:
            kept = list(stored_cells(store))
            assert kept
            assert store.outcomes([one.key for one in kept], ["npv"]).all()
        shutil.copytree(path.parent, tmp_path / "roomy")
    with _writing(tmp_path / "roomy" / "r.sqlite") as store:
        assert len(store.statuses()) == len(kept)


def test_what_sqlite_says_of_a_damaged_layout_is_told_on_one_line(path):
    with edited(path) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, 'INTEGER NOT NULL', '`INTEGER\n') WHERE name = 'cells'")
    with pytest.raises(StoreError) as told:
        open_to_read(path)
    assert "is damaged" in str(told.value)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 700
