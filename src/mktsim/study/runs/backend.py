"""Where batches of cells are run: in this process or on worker processes of this machine."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Generator, Iterable
from concurrent.futures import BrokenExecutor
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING

from mktsim.study.runs.cell import Finished, Planned
from mktsim.study.runs.forked import FORKS, can_carry, results_of
from mktsim.study.runs.worker import Simulate, Worked, run_batch, run_cell

if TYPE_CHECKING:
    from joblib import Parallel

Batches = Iterable[tuple[Planned, ...]]
Results = Generator[tuple[Finished, ...], None, None]


class WorkersLost(Exception):  # noqa: N818 - says what happened
    """Worker processes were ended from outside; what they had not handed back is to be run again."""


def serial(batches: Batches, simulate: Simulate | None) -> Results:
    """Run cell by cell in this process."""
    for batch in batches:
        for planned in batch:
            yield (run_cell(planned, simulate),)


def on_processes(batches: Batches, jobs: int, simulate: Simulate | None) -> Results:
    """Run on worker processes of this machine, forked ones where that is safe. Errors: WorkersLost."""
    tasks = iter(batches)
    first = next(tasks, None)
    if first is None:
        return
    every = chain((first,), tasks)
    pool = FORKS.ready(jobs, first[0], real=simulate is None) if can_carry(simulate) else None
    if pool is None:
        yield from _on_joblib(every, jobs, simulate)
        return
    try:
        yield from results_of(pool, every, simulate, jobs)
    except BrokenExecutor as error:
        FORKS.stop(at_once=True)
        raise WorkersLost(str(error)) from error


def _on_joblib(batches: Batches, jobs: int, simulate: Simulate | None) -> Results:
    """Run on workers that import for themselves. Errors: WorkersLost."""
    from joblib import Parallel, parallel_config

    try:
        with parallel_config(backend="loky", inner_max_num_threads=1):
            parallel = Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
            with closing(worked_by(parallel, batches, simulate)) as ready:
                for worked in ready:
                    yield worked.finished
    except BrokenExecutor as error:
        raise WorkersLost(str(error)) from error


def stop_processes() -> None:
    """End the worker processes of this machine at once."""
    FORKS.stop(at_once=True)
    if "joblib" in sys.modules:
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True, kill_workers=True)


def worked_by(parallel: Parallel, batches: Batches, simulate: Simulate | None) -> Generator[Worked, None, None]:
    """Hand out batches and yield what comes back, in the order of coming back."""
    from joblib import delayed

    ready = parallel(delayed(run_batch)(batch, simulate) for batch in batches)
    try:
        for worked in ready:  # noqa: UP028 - `yield from` would close what is ready before the warning is silenced
            yield worked
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # joblib tells of the batches that a Ctrl-C has cancelled
            ready.close()
