"""Forked workers: the same cells, ended with their parent, renewed when what they began with no longer holds."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import fake_market as fake
import pytest

from mktsim.study.question.resolve import resolve
from mktsim.study.runs import forked
from mktsim.study.runs.forked import FORKS, can_carry
from mktsim.study.runs.planner import Planner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks where it is safe: Linux, no other thread")


@pytest.fixture
def first():
    FORKS.stop(at_once=False)
    if threading.active_count() > 1:  # of another test: all is run again by the last test of this file
        pytest.skip("forks where it is safe: Linux, no other thread")
    yield Planner(resolve(fake.study(), fake.library()), 1).base(1)[0]
    FORKS.stop(at_once=False)


def worker(pool):
    return pool.submit(os.getpid).result()


def test_workers_stay_while_what_they_began_with_holds(first, monkeypatch):
    pool = FORKS.ready(1, first, real=False)
    assert FORKS.ready(1, first, real=False) is pool
    assert worker(pool) != os.getpid()
    monkeypatch.setattr(sys, "path", [*sys.path, "/nowhere"])
    renewed = FORKS.ready(1, first, real=False)
    assert renewed is not pool
    assert FORKS.ready(2, first, real=False) is not renewed


def test_a_process_with_threads_does_not_fork(first):
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert FORKS.ready(1, first, real=False) is None
    finally:
        end.set()
        other.join()


def test_what_has_no_name_is_left_to_other_workers():
    assert can_carry(None)
    assert can_carry(fake.simulate)
    assert not can_carry(lambda cell: cell)


def test_workers_end_with_a_parent_that_is_killed(first):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # the parent of workers, which then dies without a word
        pool = forked.Forks().ready(1, first, real=False)
        os.write(write, str(worker(pool)).encode() + b"\n")
        os.kill(os.getpid(), 9)
    os.close(write)
    with os.fdopen(read) as told:
        number = int(told.readline())
    os.waitpid(child, 0)
    for _ in range(500):
        if not _lives(number):
            break
        time.sleep(0.01)
    assert not _lives(number)


def _lives(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_all_of_this_holds_in_a_process_without_threads():
    """Other tests of this process may have left a thread; here none has."""
    if os.environ.get("MKTSIM_ALONE"):
        return
    call = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", str(Path(__file__))]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ | {"MKTSIM_ALONE": "yes"})
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
