"""What a cluster is refused for, before a cell is run and after."""

from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace

import fake_market as fake
import pytest

from mktsim.errors import ClusterError
from mktsim.study.question.resolve import resolve
from mktsim.study.runs import driver as driving
from mktsim.study.runs.cluster import Cluster, Connected, connected
from mktsim.study.runs.driver import MIXED, drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import note, open_store
from mktsim.study.runs.worker import Identity, Worked, identity, run_batch

OWN = identity()
OTHER_PLATFORM = Identity(OWN.model, "python 3.12; another processor")
OTHER_MODEL = Identity("0123", OWN.platform)


def client(*found, threads=1):
    """Return a stand-in for a client whose workers say who they are."""
    names = [f"tcp://10.0.0.{place}:4000" for place in range(len(found))]
    return SimpleNamespace(
        wait_for_workers=lambda count, timeout: None,
        ncores=lambda: dict.fromkeys(names, threads),
        run=lambda function, on_error: dict(zip(names, found, strict=True)),
    )


@pytest.mark.parametrize(
    ("found", "threads", "told"),
    [
        ((OWN, OTHER_PLATFORM), 1, r"another platform \(python 3.12.*allow it with --mixed"),
        ((OWN, OTHER_MODEL), 1, r"another version of the model \(0123.*start the workers anew"),
        ((OWN,), 4, "has 4 threads.*--nthreads 1"),
        ((ModuleNotFoundError("No module named 'mktsim'"),), 1, "cannot run mktsim .*No module named"),
    ],
)
def test_workers_that_would_spoil_results_are_refused(found, threads, told):
    pytest.importorskip("distributed")
    with pytest.raises(ClusterError, match=told):
        Connected(Cluster("tcp://head:8786"), client(*found, threads=threads))


def test_mixed_platforms_are_let_in_when_asked_for_but_no_other_model():
    pytest.importorskip("distributed")
    mixed = Cluster("tcp://head:8786", mixed=True)
    assert Connected(mixed, client(OWN, OTHER_PLATFORM)).platforms == {OWN.platform, OTHER_PLATFORM.platform}
    with pytest.raises(ClusterError, match="another version of the model"):
        Connected(mixed, client(OWN, OTHER_MODEL))


def test_a_worker_that_joins_later_is_looked_at_with_what_it_hands_back(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    grid = Planner(resolve(fake.study(), fake.library()), 1).grid(4)

    def worked(parallel, batches, simulate):
        for place, batch in enumerate(batches):
            by = OWN if place == 0 else OTHER_PLATFORM
            yield Worked(by, run_batch(batch, simulate).finished)

    def drive_on(cluster, path):
        @contextmanager
        def reached(asked, jobs):
            yield Connected(asked, client(OWN))

        monkeypatch.setattr("mktsim.study.runs.cluster.worked_by", worked)
        monkeypatch.setattr("mktsim.study.runs.cluster._backend", lambda client: "sequential")
        monkeypatch.setattr(driving, "connected", reached)
        with open_store(path, "m", "p") as store:
            try:
                drive(grid, store, RunOptions(cluster=cluster, simulate=fake.simulate))
            finally:
                noted = note(store, MIXED)
                count = len(store.statuses())
        return noted, count

    with pytest.raises(ClusterError, match="another platform"):
        drive_on(Cluster("tcp://head:8786"), tmp_path / "a")
    with open_store(tmp_path / "a", "m", "p") as store:
        assert 0 < len(store.statuses()) < len(grid)
    noted, count = drive_on(Cluster("tcp://head:8786", mixed=True), tmp_path / "b")
    assert count == len(grid)
    assert set(json.loads(noted)) == {OWN.platform, OTHER_PLATFORM.platform}


@pytest.mark.parametrize("address", ["head:8786", "tcp://head", "http://head:8786", "", "tcp://a b:1"])
def test_what_is_no_address_is_refused_with_what_one_is(address):
    with pytest.raises(ClusterError, match=r"tcp://host:8786"), connected(Cluster(address), 1):
        pass


def test_a_scheduler_that_is_not_there_is_named():
    pytest.importorskip("distributed")
    nowhere = Cluster("tcp://127.0.0.1:9", wait_seconds=0.5)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9: cannot be reached"), connected(nowhere, 1):
        pass


def test_without_the_library_it_is_named_with_how_to_get_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'mktsim\[cluster\]'"), connected(Cluster("local"), 1):
        pass
