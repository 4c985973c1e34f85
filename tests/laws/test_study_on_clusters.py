"""A Dask cluster gives the same bytes as one core, while its workers die and join; a cluster that is lost says so."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1] / "support"
sys.path.insert(0, str(SUPPORT))

import slow_market  # noqa: E402 - after its path
from surviving import ENVIRONMENT, REPLICATIONS, driven  # noqa: E402 - after its path

from mktsim.errors import ClusterError  # noqa: E402
from mktsim.study.runs.cluster import Cluster  # noqa: E402
from mktsim.study.runs.store import open_to_read  # noqa: E402


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    found = driven(tmp_path_factory.mktemp("serial") / "r.sqlite")
    assert found[0].count(b"\n") == 3 * REPLICATIONS + 1
    return found


@contextmanager
def cluster():
    """Start a scheduler and two workers as processes of their own; give its address and a way to start more."""
    pytest.importorskip("distributed")
    begun = []

    def start(*words):
        command = [sys.executable, "-m", *words, "--host", "127.0.0.1", "--no-dashboard"]
        begun.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT))
        return begun[-1]

    try:
        scheduler = start("distributed.cli.dask_scheduler", "--port", "0")
        address = _address(scheduler)

        def worker():
            return start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny")

        yield address, worker, scheduler
    finally:
        for process in begun:
            process.kill()
            process.stderr.close()
            process.wait()


def _address(scheduler):
    """Read the address that a scheduler tells."""
    for line in scheduler.stderr:
        text = line.decode()
        if "Scheduler at:" in text:
            return text.split()[-1]
    raise AssertionError("the scheduler told no address")


def test_a_cluster_whose_workers_die_and_join_gives_the_same_bytes(tmp_path, serial):
    with cluster() as (address, worker, _):
        workers = [worker(), worker()]

        def told(_, progress):
            if progress.done >= 6 and len(workers) == 2:
                workers[0].kill()
                workers.append(worker())

        how = {"cluster": Cluster(address), "simulate": slow_market.simulate, "on_progress": told}
        assert driven(tmp_path / "r.sqlite", **how) == serial
        assert len(workers) == 3


@pytest.mark.long
def test_a_cluster_that_is_lost_says_so_and_the_same_call_continues(tmp_path, serial):
    path = tmp_path / "r.sqlite"
    with cluster() as (address, worker, scheduler):
        worker()

        def told(_, progress):
            if progress.done >= 6:
                scheduler.kill()

        with pytest.raises(ClusterError, match=r"was lost.*; what is stored stays"):
            driven(path, cluster=Cluster(address), simulate=slow_market.Slow(0.3), on_progress=told)
    with open_to_read(path) as store:
        assert 6 <= len(store.statuses()) < 3 * REPLICATIONS
    assert driven(path) == serial


@pytest.mark.long
def test_a_local_cluster_gives_the_same_bytes(tmp_path, serial):
    pytest.importorskip("distributed")
    assert driven(tmp_path / "r.sqlite", jobs=2, cluster=Cluster("local")) == serial
