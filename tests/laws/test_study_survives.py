"""The outcomes table is the same to the byte however it came about: workers, shares, clusters, kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1] / "support"
sys.path.insert(0, str(SUPPORT))

import fake_market as fake  # noqa: E402 - after its path
import slow_market  # noqa: E402 - after its path
from surviving import ENVIRONMENT, REPLICATIONS, driven, planner, resolved, table  # noqa: E402 - after its path

from mktsim.errors import CellFailed, Interrupted  # noqa: E402
from mktsim.streams import Address, uniforms  # noqa: E402
from mktsim.study.compare.plan import CompareOptions  # noqa: E402
from mktsim.study.compare.run import compare  # noqa: E402
from mktsim.study.directory.shards import gather_shards, run_shard  # noqa: E402
from mktsim.study.question.resolve import resolve  # noqa: E402
from mktsim.study.runs.driver import drive  # noqa: E402
from mktsim.study.runs.identity import model_hash, platform_stamp  # noqa: E402
from mktsim.study.runs.options import RunOptions  # noqa: E402
from mktsim.study.runs.results_directory import (  # noqa: E402
    STORE_NAME,
    Call,
    claim,
    remember,
)
from mktsim.study.runs.shard import Shard  # noqa: E402
from mktsim.study.runs.store import open_store, open_to_read  # noqa: E402


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    found = driven(tmp_path_factory.mktemp("serial") / "r.sqlite")
    assert found[0].count(b"\n") == 3 * REPLICATIONS + 1
    return found


@pytest.mark.parametrize("jobs", [2, 4])
def test_workers_do_not_matter(tmp_path, serial, jobs):
    assert driven(tmp_path / "r.sqlite", jobs=jobs) == serial


def test_order_does_not_matter(tmp_path, serial):
    cells = list(planner().grid(REPLICATIONS))
    luck = uniforms(Address(3, "shuffle", 0), "study.tie", "", 0, len(cells), 1)[:, 0].tolist()
    shuffled = [one for _, one in sorted(zip(luck, cells, strict=True), key=lambda pair: pair[0])]
    path = tmp_path / "r.sqlite"
    with open_store(path, model_hash(), platform_stamp()) as store:
        for one in shuffled:  # one plan a cell: the driver itself would put them in order
            drive([one], store, RunOptions(simulate=fake.simulate))
    assert table(path) == serial


def test_a_grid_plans_what_a_list_plans():
    planned = planner()
    assert [one.key for one in planned.grid(5)] == [one.key for one in planned.base(5)]
    assert list(planned.grid(5).keys) == sorted(one.key for one in planned.base(5))
    assert [one.named for one in planned.grid(5)] == [one.named for one in planned.base(5)]


def _share(directory, number, of):
    place = directory / Shard(number, of).folder
    claim(place, "study toy_study", fresh=False)
    remember(place, Call("compare", "toy_study", {"shard": f"{number}/{of}"}))
    return run_shard(resolved(), place, Shard(number, of), RunOptions(simulate=fake.simulate))


def test_shares_gathered_are_the_whole(tmp_path, serial):
    for number in (3, 1, 2):
        assert _share(tmp_path / "out", number, 3).cells == REPLICATIONS
    found = gather_shards(tmp_path / "out", (), mixed=False)
    assert [(one.shard, one.new) for one in found.sources] == [(f"{n}/3", REPLICATIONS) for n in (1, 2, 3)]
    assert table(tmp_path / "out" / STORE_NAME) == serial
    again = gather_shards(tmp_path / "out", (), mixed=False)
    assert [one.new for one in again.sources] == [0, 0, 0]
    alone = compare(resolved(), tmp_path / "alone", CompareOptions(why_seconds=0.0), RunOptions(simulate=fake.simulate))
    whole = compare(
        resolved(), tmp_path / "out", CompareOptions(why_seconds=0.0), RunOptions(simulate=fake.fails_at_three)
    )
    assert (whole.digest, whole.verdict) == (alone.digest, alone.verdict)


def test_a_share_that_is_not_there_is_named(tmp_path):
    for number in (1, 3):
        _share(tmp_path, number, 3)
    assert gather_shards(tmp_path, (), mixed=False).absent == ("2/3",)


KILLED = """
    import sys
    from pathlib import Path
    import fake_market as fake
    import slow_market
    from mktsim.study.runs.options import RunOptions
    from mktsim.study.runs.driver import drive
    from mktsim.study.runs.identity import model_hash
    from mktsim.study.runs.planner import Planner
    from mktsim.study.question.resolve import resolve
    from mktsim.study.runs.identity import platform_stamp
    from mktsim.study.runs.store import open_store

    grid = Planner(resolve(fake.study(), fake.library()), 1).grid(12)
    stamps = (model_hash(), platform_stamp())
    print("begun", flush=True)
    with open_store(Path(sys.argv[1]), *stamps) as store:
        drive(grid, store, RunOptions(jobs=int(sys.argv[2]), simulate=slow_market.simulate))
    print("done", flush=True)
"""


@contextmanager
def running(path, jobs):
    """Run a study in a process group of its own, and leave nothing of it."""
    words = [sys.executable, "-c", textwrap.dedent(KILLED), str(path), str(jobs)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True, env=ENVIRONMENT
    ) as process:
        try:
            assert process.stdout.readline() == "begun\n"
            yield process
        finally:
            with_group(process.pid, signal.SIGKILL)


def with_group(group, number):
    with suppress(ProcessLookupError):
        os.killpg(group, number)


def _killed_at(path, moment, jobs):
    """Kill a study and its workers once a share of its cells is stored; tell how many cells it had stored."""
    wanted = moment * 3 * REPLICATIONS
    with running(path, jobs) as process:
        while process.poll() is None and _stored(path) < wanted:
            time.sleep(slow_market.PAUSE_SECONDS / 2.0)
        with_group(process.pid, signal.SIGKILL)
        process.wait()
    return _stored(path)


def _stored(path):
    if not path.exists():  # killed before there was a store
        return 0
    with open_to_read(path) as store:
        return len(store.statuses())


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize(("kills", "first"), [(3, 0), pytest.param(20, 3, marks=pytest.mark.long)])
def test_a_study_killed_at_random_moments_resumes_to_the_same_bytes(tmp_path, serial, kills, first):
    moments = uniforms(Address(5, "kill", 0), "study.tie", "", first, kills, 1)[:, 0].tolist()
    stored = []
    for number, moment in enumerate(moments):
        path = tmp_path / f"{number}.sqlite"
        stored.append(_killed_at(path, moment, jobs=1 + number % 2))
        assert driven(path) == serial, (moment, stored)
    assert any(0 < count < 3 * REPLICATIONS for count in stored), stored


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_one_study_killed_again_and_again_gets_there(tmp_path, serial):
    path = tmp_path / "r.sqlite"
    counts = [_killed_at(path, 0.35, jobs=1) for _ in range(3)]
    assert counts == sorted(counts)
    assert driven(path) == serial


INTERRUPTED = """
    import signal
    import sys
    from pathlib import Path
    import fake_market as fake
    import slow_market
    import typer
    from mktsim.cli.terminal import reported
    from mktsim.study.runs.options import RunOptions
    from mktsim.study.compare.plan import CompareOptions
    from mktsim.study.compare.run import compare
    from mktsim.study.question.resolve import resolve

    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it

    def told(stage, progress):
        print(progress.done, flush=True)

    study = resolve(fake.study(replications=60), fake.library())
    print("begun", flush=True)
    look = RunOptions(jobs=int(sys.argv[2]), simulate=slow_market.simulate, on_progress=told)
    try:
        with reported(debug=False):
            compare(study, Path(sys.argv[1]), CompareOptions(why_seconds=0.0), look)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_stops_cleanly_and_the_same_call_continues(tmp_path, jobs):
    words = [sys.executable, "-c", textwrap.dedent(INTERRUPTED), str(tmp_path / "out"), str(jobs)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=ENVIRONMENT
    ) as process:
        try:
            for line in process.stdout:
                if line.strip().isdigit() and int(line) >= 5:
                    break
            with_group(process.pid, signal.SIGINT)  # as a terminal does: to the parent and to its workers
            _, said = process.communicate()
        finally:
            with_group(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    told = said.strip().splitlines()
    assert "cells stored; the same call continues" in told[-1], said
    assert "Traceback" not in said
    stored = int(told[-1].partition(" with ")[2].split()[0])
    with open_to_read(tmp_path / "out" / STORE_NAME) as store:
        assert 5 <= stored <= len(store.statuses()) < 180
    study = resolve(fake.study(replications=60), fake.library())
    asked, look = CompareOptions(why_seconds=0.0), RunOptions(simulate=fake.simulate)
    assert (
        compare(study, tmp_path / "out", asked, look).digest == compare(study, tmp_path / "alone", asked, look).digest
    )


@pytest.mark.parametrize("replication", [0, 5])
def test_a_worker_killed_from_outside_costs_only_what_it_had_in_hand(tmp_path, serial, replication):
    marker = tmp_path / "killed"
    killing = slow_market.KillsItsWorkerOnce(marker, replication)
    assert driven(tmp_path / "r.sqlite", jobs=2, simulate=killing) == serial
    assert marker.exists()


def test_cells_that_always_kill_their_worker_end_the_call_with_the_others_kept(tmp_path):
    with pytest.raises(CellFailed, match="a worker was ended from outside"):
        driven(tmp_path / "r.sqlite", jobs=2, simulate=slow_market.KillsItsWorkerOnce(tmp_path / "no" / "such"))
    with open_to_read(tmp_path / "r.sqlite") as store:
        assert len(store.statuses()) >= 3


def test_an_interrupt_is_told_with_what_is_stored(tmp_path):
    def stopped(_, progress):
        if progress.done == 4:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="interrupted with 4 of 36 cells stored"):
        driven(tmp_path / "r.sqlite", on_progress=stopped)
