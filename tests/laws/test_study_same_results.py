"""The same digest for one job, two jobs, shuffled order, interrupted, killed and continued."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

SUPPORT = Path(__file__).parents[1] / "support"
sys.path.insert(0, str(SUPPORT))

import fake_market as fake  # noqa: E402 - after its path

from mktsim.errors import Interrupted  # noqa: E402
from mktsim.streams import Address, uniforms  # noqa: E402
from mktsim.study.question.resolve import resolve  # noqa: E402
from mktsim.study.runs.digest import digest  # noqa: E402
from mktsim.study.runs.driver import batches, drive  # noqa: E402
from mktsim.study.runs.options import RunOptions  # noqa: E402
from mktsim.study.runs.planner import Planner  # noqa: E402
from mktsim.study.runs.store import open_store  # noqa: E402


def _planned(replications=12):
    return Planner(resolve(fake.study(), fake.library()), 1).base(replications)


def _digest(tmp_path, planned, jobs=1, name="r.sqlite"):
    with open_store(tmp_path / name, "m", "p") as store:
        drive(planned, store, RunOptions(jobs=jobs, simulate=fake.simulate))
        assert len(store.statuses()) == len(planned)
        return digest(store, [one.key for one in planned])


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    return _digest(tmp_path_factory.mktemp("serial"), _planned())


def test_two_workers_give_the_digest_of_one(tmp_path, serial):
    assert _digest(tmp_path, _planned(), jobs=2) == serial


def test_order_does_not_matter(tmp_path, serial):
    luck = uniforms(Address(3, "shuffle", 0), "study.tie", "", 0, len(_planned()), 1)[:, 0]
    shuffled = [one for _, one in sorted(zip(luck.tolist(), _planned(), strict=True), key=lambda pair: pair[0])]
    assert _digest(tmp_path, shuffled) == serial


def test_an_interrupted_study_continues(tmp_path, serial):
    def stop_at_nine(_, progress):
        if progress.done == 9:
            raise KeyboardInterrupt

    with open_store(tmp_path / "r.sqlite", "m", "p") as store, pytest.raises(Interrupted) as stopped:
        drive(_planned(), store, RunOptions(simulate=fake.simulate, on_progress=stop_at_nine))
    assert (stopped.value.done, stopped.value.planned) == (9, 36)
    asked = []

    def counted(cell):
        asked.append(cell)
        return fake.simulate(cell)

    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        drive(_planned(), store, RunOptions(simulate=counted))
        assert digest(store, [one.key for one in _planned()]) == serial
    assert len(asked) == 36 - 9


def test_an_interrupted_study_of_two_workers_continues(tmp_path, serial):
    def stop_at_nine(_, progress):
        if progress.done >= 9:
            raise KeyboardInterrupt

    with open_store(tmp_path / "r.sqlite", "m", "p") as store, pytest.raises(Interrupted):
        drive(_planned(), store, RunOptions(jobs=2, simulate=fake.simulate, on_progress=stop_at_nine))
    assert _digest(tmp_path, _planned(), jobs=2) == serial


def test_a_killed_study_loses_only_the_cell_in_flight(tmp_path, serial):
    script = textwrap.dedent(
        f"""
        import sys, time
        sys.path[:0] = {sys.path!r}
        from pathlib import Path
        import fake_market as fake
        from mktsim.study.runs.options import RunOptions
        from mktsim.study.runs.driver import drive
        from mktsim.study.runs.planner import Planner
        from mktsim.study.question.resolve import resolve
        from mktsim.study.runs.store import open_store

        def slow(cell):
            time.sleep(0.02 if cell.replication < 3 else 3600.0)
            return fake.simulate(cell)

        planned = Planner(resolve(fake.study(), fake.library()), 1).base(12)
        with open_store(Path({str(tmp_path / "r.sqlite")!r}), "m", "p") as store:
            drive(planned, store, RunOptions(simulate=slow, on_progress=lambda _, p: print(p.done, flush=True)))
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        try:
            done = 0
            while done < 5:
                done = int(process.stdout.readline() or "99")
        finally:
            process.kill()
    assert done == 5
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        assert 5 <= len(store.statuses()) < 36
    assert _digest(tmp_path, _planned()) == serial


def test_a_cell_alone_is_the_cell_of_the_study(tmp_path, serial):
    planned = _planned()
    alone = [planned[-1]]
    with open_store(tmp_path / "one.sqlite", "m", "p") as store:
        drive(alone, store, RunOptions(simulate=fake.simulate))
        names = store.metrics()
        one = store.outcomes([alone[0].key], names)
    with open_store(tmp_path / "all.sqlite", "m", "p") as store:
        drive(planned, store, RunOptions(simulate=fake.simulate))
        assert store.outcomes([alone[0].key], names).tobytes() == one.tobytes()


def test_what_else_a_store_holds_does_not_count(tmp_path, serial):
    def chatty(cell):
        history = fake.simulate(cell)
        series = history.series
        columns = (*series.columns, "observed.chat")
        values = np.hstack([series.values, series.values[:, :1]])
        return replace(history, series=replace(series, columns=columns, values=values))

    other = Planner(resolve(fake.study(), fake.library()), 99).base(2)
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        drive(other, store, RunOptions(simulate=chatty))
        assert "observed.chat" in store.metrics()
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        drive(_planned(), store, RunOptions(simulate=fake.simulate))
        assert digest(store, [one.key for one in _planned()]) == serial


def test_arms_of_a_replication_share_a_worker():
    planned = _planned(40)
    for batch in batches(planned, 2):
        assert len(batch) <= 25
    homes = {}
    for place, batch in enumerate(batches(planned, 2)):
        for one in batch:
            homes.setdefault(one.key.replication, set()).add(place)
    assert all(len(places) == 1 for places in homes.values())
    assert sorted(one.key for batch in batches(planned, 2) for one in batch) == sorted(one.key for one in planned)


def test_progress_ends_with_everything_done(tmp_path):
    seen = []
    with open_store(tmp_path / "r.sqlite", "m", "p") as store:
        drive(
            _planned(2),
            store,
            RunOptions(simulate=fake.fails_at_three, on_progress=lambda _, progress: seen.append(progress)),
        )
    assert (seen[0].done, seen[-1].done, seen[-1].total, seen[-1].failed) == (0, 6, 6, 0)
