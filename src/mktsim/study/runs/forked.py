"""Worker processes that are forked: they begin with all that this process has imported, compiled and loaded.

Only where forking is safe: on Linux, in a process without other threads. Elsewhere joblib's workers import for
themselves, which takes seconds of each. Workers stay for the next plan as long as what they began with holds.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from multiprocessing.reduction import ForkingPickler

from mktsim.study.question.user_rules import sources_in_use
from mktsim.study.runs.cell import Finished, Planned
from mktsim.study.runs.worker import Simulate, run_cells

_AHEAD = 2
"""Batches handed out for each worker, so that none waits while results are stored."""


class Forks:
    """Forked workers, while what they began with holds."""

    def __init__(self) -> None:
        """Begin without workers."""
        self._pool: ProcessPoolExecutor | None = None
        self._made_for: object = None

    def ready(self, jobs: int, first: Planned, *, real: bool) -> ProcessPoolExecutor | None:
        """Return so many workers, forked now if need be; None where this process must not fork.

        `first` is a cell of the plan: what its world needs of compiled code is loaded before, if the model is `real`.
        """
        wanted = _begun_with(jobs)
        if self._pool is not None and self._made_for == wanted:
            return self._pool
        self.stop(at_once=False)
        if sys.platform != "linux" or threading.active_count() > 1:
            return None
        if real:
            _prepare(first)
        self._pool, self._made_for = _forked(jobs), wanted
        return self._pool

    def stop(self, *, at_once: bool) -> None:
        """End the workers; `at_once` does not wait for what they are at."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if at_once:
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


FORKS = Forks()
"""The forked workers of this process."""


def results_of(
    pool: ProcessPoolExecutor, batches: Iterable[tuple[Planned, ...]], simulate: Simulate | None, jobs: int
) -> Generator[tuple[Finished, ...], None, None]:
    """Hand out batches and yield what comes back, in the order of coming back. Errors: BrokenExecutor."""
    tasks = iter(batches)
    waiting = {_handed(pool, batch, simulate) for batch in islice(tasks, _AHEAD * jobs)}
    try:
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {_handed(pool, batch, simulate) for batch in islice(tasks, len(done))}
            for one in done:
                yield one.result()
    finally:
        for one in waiting:
            one.cancel()


def _handed(
    pool: ProcessPoolExecutor, batch: tuple[Planned, ...], simulate: Simulate | None
) -> Future[tuple[Finished, ...]]:
    return pool.submit(run_cells, batch, simulate)


def can_carry(simulate: Simulate | None) -> bool:
    """Tell whether a forked worker would find what runs a cell by its name."""
    with suppress(Exception):
        return bool(ForkingPickler.dumps(simulate))
    return False


def _begun_with(jobs: int) -> object:
    """Return what workers begin with and would not learn of later: search path, users' parts, names of a script."""
    script = {name: id(one) for name, one in vars(sys.modules["__main__"]).items() if callable(one)}
    return jobs, tuple(sys.path), sources_in_use(), script


def _prepare(planned: Planned) -> None:
    """Load what every worker would load for itself: the model, its compiled week, what a scenario decides."""
    from mktsim.model.world_inputs import world_inputs
    from mktsim.study.runs.worker import model

    model()
    with suppress(Exception):  # a world that cannot be built fails in its cell, with a name
        world_inputs(planned.cell)


def _forked(jobs: int) -> ProcessPoolExecutor:
    """Fork workers, with what is there now passed over by their collections."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin)
    gc.freeze()
    try:
        pool.submit(os.getpid).result()  # workers are forked at the first task, before the pool has threads
    finally:
        gc.unfreeze()
    return pool


def _begin() -> None:
    """Begin as a worker: a Ctrl-C or SIGTERM to all is the parent's to answer, and nobody outlives the parent."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, name="leave with the parent", daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
