"""Run planned cells into the store: serial, on workers or a cluster, in any order, always to the same results."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from time import perf_counter

from mktsim.errors import CellFailed, ClusterError, Interrupted
from mktsim.outcomes.history import History
from mktsim.study.runs.backend import Batches, Results, WorkersLost, on_processes, serial, stop_processes
from mktsim.study.runs.cell import CellKey, CellStatus, Finished, Group, Planned
from mktsim.study.runs.cluster import LOST, connected
from mktsim.study.runs.options import Progress, RunOptions
from mktsim.study.runs.planner import Grid
from mktsim.study.runs.specification import Specification, specification_of
from mktsim.study.runs.store import Store, note, put_note

_LARGEST_BATCH = 25
_BATCHES_A_WORKER = 4
"""Batches that each worker should get at least, so that none waits long at the end: assumption."""
_FEW = 500
"""Cells up to which each is looked up by its key."""
_BARREN_TRIES = 1
"""Times in a row that lost workers may leave nothing done before the call gives up: assumption."""
MIXED = "mixed_platforms"
"""Under this key the manifest says which platforms have run cells of a store, when there were several."""


def drive(planned: Sequence[Planned] | Grid, store: Store, options: RunOptions, stage: str = "run") -> None:
    """Run the cells that the store does not hold yet; progress is reported under the name of a stage.

    Every finished cell is committed at once by this process, the only writer. Errors: Interrupted when the user
    stops it, with all finished cells kept; StoreError; ClusterError; CellFailed when workers are ended from outside
    twice running and no cell comes back in between. A cell that fails is stored as failed and stops nothing.
    """
    plan = planned if isinstance(planned, Grid) else _Listed(planned)
    known = _known(plan.keys, store, retry_failed=options.retry_failed)
    report = partial(options.on_progress, stage)
    counter = _Counter(sum(known(key) for key in plan.keys), len(plan.keys), report)
    counter.report(())
    again, barren = True, 0
    while again and counter.done < counter.total:
        begun_with, again = counter.done, False
        try:
            _run(_Work(plan, known, counter), store, options)
        except KeyboardInterrupt as error:
            if options.cluster is None and options.jobs > 1:
                stop_processes()
            raise Interrupted(counter.done, counter.total) from error
        except WorkersLost as error:
            barren = barren + 1 if counter.done == begun_with else 0
            if barren > _BARREN_TRIES:
                reason = f"a worker was ended from outside, often for want of memory ({error}); {counter.done} cells"
                said = f"{reason} are stored and the same call continues, best with fewer --jobs"
                raise CellFailed("in flight", said) from error
            known, again = _known(plan.keys, store, retry_failed=False), True


def histories(planned: Sequence[Planned], options: RunOptions) -> dict[CellKey, History]:
    """Run cells for their histories, with logs; nothing is stored. Errors: CellFailed."""
    asked = ((replace(one, keep_history=True),) for one in planned)
    on_workers = options.jobs > 1 and options.cluster is None
    results = on_processes(asked, options.jobs, options.simulate) if on_workers else serial(asked, options.simulate)
    found = {}
    for finished in results:
        for one in finished:
            if one.history is None:
                raise CellFailed(one.named.title(one.planned.replication), one.error.strip().splitlines()[-1])
            found[one.planned] = one.history
    return found


def batches(planned: Sequence[Planned], jobs: int) -> tuple[tuple[Planned, ...], ...]:
    """Group cells for workers: cells of one replication and world lie together, at most 25 in a batch."""
    ordered = sorted(planned, key=lambda one: (one.key.replication, one.key.world, one.key.arm))
    return tuple(_batched(ordered, _size(len(ordered), jobs)))


def _size(cells: int, jobs: int) -> int:
    return max(1, min(_LARGEST_BATCH, math.ceil(cells / (jobs * _BATCHES_A_WORKER))))


def _batched(ordered: Iterable[Planned], size: int) -> Iterator[tuple[Planned, ...]]:
    open_batch: list[Planned] = []
    for _, group in groupby(ordered, key=lambda one: (one.key.replication, one.key.world)):
        cells = list(group)
        if open_batch and len(open_batch) + len(cells) > _LARGEST_BATCH:
            yield tuple(open_batch)
            open_batch = []
        open_batch += cells
        if len(open_batch) >= size:
            yield from (tuple(open_batch[i : i + _LARGEST_BATCH]) for i in range(0, len(open_batch), _LARGEST_BATCH))
            open_batch = []
    if open_batch:
        yield tuple(open_batch)


class _Listed:
    """Cells of a list, each once, those of one replication and world together."""

    def __init__(self, planned: Sequence[Planned]) -> None:
        first: dict[CellKey, Planned] = {}
        for one in planned:
            first.setdefault(one.key, one)
        self._cells = sorted(first.values(), key=lambda one: (one.key.replication, one.key.world, one.key.arm))
        self.keys: Sequence[CellKey] = [one.key for one in self._cells]

    def __iter__(self) -> Iterator[Planned]:
        return iter(self._cells)


def _known(keys: Sequence[CellKey], store: Store, *, retry_failed: bool) -> Callable[[CellKey], bool]:
    """Tell of a key whether its cell needs no run; what the store holds is looked up now."""
    wanted = {CellStatus.DONE} if retry_failed else {CellStatus.DONE, CellStatus.FAILED}
    if len(keys) <= _FEW:
        statuses = store.statuses(keys)
        return lambda key: statuses.get(key) in wanted
    held = store.held()
    return lambda key: held.status(key) in wanted


class _Counter:
    """Counts cells and reports."""

    def __init__(self, done: int, total: int, report: Callable[[Progress], None]) -> None:
        self.done = self._first = done
        self.total = total
        self._failed = 0
        self._begun = perf_counter()
        self._report = report

    def report(self, finished: tuple[Finished, ...]) -> None:
        """Update the counters and report progress."""
        self.done += len(finished)
        self._failed += sum(one.status is CellStatus.FAILED for one in finished)
        run = self.done - self._first
        left = (perf_counter() - self._begun) / run * (self.total - self.done) if run else None
        self._report(Progress(self.done, self.total, self._failed, left, finished))


@dataclass(frozen=True)
class _Work:
    """Cells to run."""

    plan: Grid | _Listed
    known: Callable[[CellKey], bool]
    counter: _Counter
    handed_out: dict[Group, Planned] = field(default_factory=dict)
    """A cell of each group that workers have, until the group's specification is stored."""

    def batches(self, workers: int) -> Batches:
        """Group what is missing for workers, as they ask for it."""
        return _batched(self._missing(), _size(self.counter.total - self.counter.done, workers))

    def _missing(self) -> Iterator[Planned]:
        for one in self.plan:
            if not self.known(one.key):
                self.handed_out[one.key[:3]] = one
                yield one

    def specifications(self, finished: Iterable[Finished]) -> dict[Group, Specification]:
        """Specifications of the groups of finished cells, where they were not stored yet."""
        groups = dict.fromkeys(one.planned[:3] for one in finished)
        return {group: specification_of(self.handed_out.pop(group)) for group in groups if group in self.handed_out}


def _run(work: _Work, store: Store, options: RunOptions) -> None:
    """Run what is missing once, and commit what comes back."""
    with ExitStack() as stack:
        if options.cluster is not None:
            on = stack.enter_context(connected(options.cluster, options.jobs))
            stack.callback(_note_platforms, store, on.platforms)
            results: Results = on.results(work.batches(on.size), options.simulate)
        elif options.jobs > 1:
            results = on_processes(work.batches(options.jobs), options.jobs, options.simulate)
        else:
            results = serial(work.batches(1), options.simulate)
        for finished in stack.enter_context(closing(results)):
            store.add(*finished, specifications=work.specifications(finished))
            work.counter.report(finished)
    if options.cluster is not None and work.counter.done < work.counter.total:  # results ended without an error
        raise ClusterError(options.cluster.address, LOST)


def _note_platforms(store: Store, platforms: set[str]) -> None:
    """Write down which platforms have run cells, once there are several."""
    before = json.loads(note(store, MIXED) or "[]")
    found = sorted({*before, *platforms})
    if len(found) > 1 and found != before:
        put_note(store, MIXED, json.dumps(found))
