"""Run planned cells into the store: serial or on workers, in any order, always to the same results."""

from __future__ import annotations

import gc
import math
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from time import perf_counter

from mktsim.errors import CellFailed, Interrupted
from mktsim.inputs.cell import Cell
from mktsim.inputs.scenario import Scenario
from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.table import measure_all
from mktsim.study.block import layout_of, packed
from mktsim.study.cells import CellStatus, Finished, Planned
from mktsim.study.store import Store

Simulate = Callable[[Cell], History]
"""What runs a cell; the model's own unless a test gives another."""

_LARGEST_BATCH = 25
_BATCHES_A_WORKER = 4
"""Batches that each worker should get at least, so that none waits long at the end: assumption."""
_WORLDS_KEPT = 128


@dataclass(frozen=True)
class Progress:
    """How far a plan has come."""

    done: int
    """Cells stored, those of earlier calls included."""
    total: int
    """Cells planned."""
    failed: int
    """Cells of this call that failed."""


def _silent(progress: Progress) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Driving:
    """How cells are run; none of it moves a result."""

    jobs: int = 1
    """Workers; one runs in this process."""
    on_progress: Callable[[Progress], None] = _silent
    """Called after each cell."""
    retry_failed: bool = False
    """Whether cells that failed before are run again."""
    simulate: Simulate | None = None
    """What runs a cell; None for the model."""


def drive(planned: Sequence[Planned], store: Store, how: Driving) -> None:
    """Run the cells that the store does not hold yet.

    Every finished cell is committed at once by this process, the only writer. Errors: Interrupted when the user
    stops it, with all finished cells kept; StoreError. A cell that fails is stored as failed and stops nothing.
    """
    missing = _missing(planned, store, retry_failed=how.retry_failed)
    total = len({one.key for one in planned})
    done, failed = total - len(missing), 0
    how.on_progress(Progress(done, total, failed))
    if not missing:
        return
    try:
        with closing(_finished(missing, how)) as results:
            for finished in results:
                store.add(finished)
                done += 1
                failed += finished.status is CellStatus.FAILED
                how.on_progress(Progress(done, total, failed))
    except KeyboardInterrupt as error:
        _stop_workers(how.jobs)
        raise Interrupted(done, total) from error
    except BrokenExecutor as error:
        reason = f"a worker was ended from outside, often for want of memory ({error}); {done} cells are stored"
        raise CellFailed("in flight", f"{reason} and the same call continues, best with fewer --jobs") from error


def batches(planned: Sequence[Planned], jobs: int) -> tuple[tuple[Planned, ...], ...]:
    """Group cells for workers: cells of one replication and world lie together, at most 25 in a batch."""
    ordered = sorted(planned, key=lambda one: (one.key.replication, one.key.world, one.key.arm))
    size = max(1, min(_LARGEST_BATCH, math.ceil(len(ordered) / (jobs * _BATCHES_A_WORKER))))
    found: list[tuple[Planned, ...]] = []
    open_batch: list[Planned] = []
    for _, group in groupby(ordered, key=lambda one: (one.key.replication, one.key.world)):
        cells = list(group)
        if open_batch and len(open_batch) + len(cells) > _LARGEST_BATCH:
            found.append(tuple(open_batch))
            open_batch = []
        open_batch += cells
        if len(open_batch) >= size:
            found += [tuple(open_batch[i : i + _LARGEST_BATCH]) for i in range(0, len(open_batch), _LARGEST_BATCH)]
            open_batch = []
    return (*found, tuple(open_batch)) if open_batch else tuple(found)


def run_cell(planned: Planned, simulate: Simulate | None = None) -> Finished:
    """Run one cell and measure it; whatever goes wrong in the model is kept as a failed cell."""
    begun = perf_counter()
    try:
        history = (simulate or model())(planned.cell)
        metrics = measure_all(history)
        layout = layout_of(history) if planned.keep_series else ""
        block = packed(history) if planned.keep_series else b""
    except Exception:  # noqa: BLE001 - one failing cell must not cost the others
        return Finished(
            planned=planned.key,
            title=planned.title,
            rerun=planned.rerun,
            status=CellStatus.FAILED,
            error=traceback.format_exc(),
            metrics={},
            layout="",
            block=b"",
            seconds=perf_counter() - begun,
        )
    return Finished(
        planned=planned.key,
        title=planned.title,
        rerun=planned.rerun,
        status=CellStatus.DONE,
        error="",
        metrics=metrics,
        layout=layout,
        block=block,
        seconds=perf_counter() - begun,
    )


def _missing(planned: Sequence[Planned], store: Store, *, retry_failed: bool) -> list[Planned]:
    """Cells not stored yet, each once."""
    known = store.statuses({one.key for one in planned})
    stored = {key for key, status in known.items() if status is CellStatus.DONE or not retry_failed}
    return list({one.key: one for one in planned if one.key not in stored}.values())


def _finished(missing: list[Planned], how: Driving) -> Generator[Finished, None, None]:
    if how.jobs == 1:
        for batch in batches(missing, 1):
            for planned in batch:
                yield run_cell(planned, how.simulate)
        return
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky", inner_max_num_threads=1):
        parallel = Parallel(n_jobs=how.jobs, return_as="generator_unordered", batch_size=1)
        work = (delayed(_run_batch)(batch, how.simulate) for batch in batches(missing, how.jobs))
        ready = parallel(work)
        try:
            for results in ready:
                yield from results
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # joblib tells of the batches that a Ctrl-C has cancelled
                ready.close()


def _run_batch(batch: tuple[Planned, ...], simulate: Simulate | None) -> list[Finished]:
    """Run a batch in a worker; the worlds that it has seen before are the same objects as then."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what a Ctrl-C means
    results = [run_cell(_with_known_world(planned), simulate) for planned in batch]
    gc.freeze()  # compiled code and parsed worlds stay; collections need not walk them again
    return results


_worlds: dict[str, Scenario] = {}


def _with_known_world(planned: Planned) -> Planned:
    """Put the worker's own copy of the world into the cell, so that what is cached by world is found again."""
    if len(_worlds) > _WORLDS_KEPT:
        _worlds.clear()
    scenario = _worlds.setdefault(planned.key.world, planned.cell.scenario)
    return replace(planned, cell=replace(planned.cell, scenario=scenario))


def model() -> Simulate:
    """Return the model's own `simulate`, imported on first use."""
    from mktsim.model.simulate import simulate

    found: Simulate = simulate
    return found


def _stop_workers(jobs: int) -> None:
    if jobs == 1:
        return
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True, kill_workers=True)
