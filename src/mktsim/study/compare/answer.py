"""Run the arms of a study until the answer is sure, or to its replications, and rank them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from mktsim.errors import CellFailed
from mktsim.outcomes.history import History
from mktsim.science.statistics.looks import Looks
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.progress import Leading
from mktsim.study.compare.ranking import Ranking, rank
from mktsim.study.compare.result import Design
from mktsim.study.compare.stopping import Look, at_look, looks_at
from mktsim.study.compare.tables import Tables, read_tables
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cell import CellKey
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import Progress, RunOptions
from mktsim.study.runs.pace import Stopwatch
from mktsim.study.runs.planner import Grid, Planner
from mktsim.study.runs.store import Store, note, put_note
from mktsim.study.runs.worth import Worth

STAGE = "arms"
"""Name under which progress is reported."""


@dataclass(frozen=True, eq=False)
class Answer:
    """Answer from the arms' own cells."""

    ranking: Ranking
    tables: Tables
    design: Design
    histories: Mapping[CellKey, History]
    """Of the cells of replication 0 that were run now, with their logs."""


def answered(
    planner: Planner, store: Store, asked: CompareOptions, options: RunOptions, unsure: Callable[[Answer], None]
) -> Answer:
    """Run the arms up to the look at which the answer is sure, to the study's replications, or as far as time allows.

    Without a worth the study's replications are run. `unsure` is told of looks before the last that are not sure. What
    is stored is looked at in the same order, so that a second call stops where the first did. Errors: as of `compare`.
    """
    worth = asked.worth
    resolved = planner.resolved
    study = resolved.study
    looks = None if worth is None else looks_at(len(resolved.arms), study.replications, study.confidence)
    kept: dict[CellKey, History] = {}
    leading = Leading(planner, store, study.replications)
    reporting = options.reporting(leading.told).reporting(partial(_kept, kept))
    if worth is None or looks is None:
        drive(_grid(planner, study.replications), store, reporting, STAGE)
        return _once(resolved, read_tables(store, planner, study.replications), kept)
    for found in _seen(planner, store, _Watch(looks, worth, asked.looking_seconds), reporting):
        if found.design.sure:
            break
        if found.design.stopped < found.design.planned:
            unsure(found)
    put_note(store, _key(resolved, worth), str(found.design.stopped))
    return replace(found, histories=kept)


def _grid(planner: Planner, replications: int) -> Grid:
    """Plan the arms; the first replication's histories are shown in figures."""
    grid = planner.grid(replications)
    grid.told = range(grid.replications.start, grid.replications.start + 1)
    return grid


def _kept(kept: dict[CellKey, History], progress: Progress) -> Progress:
    """Keep the histories that come back."""
    kept.update((one.planned, one.history) for one in progress.finished if one.history is not None)
    return progress


@dataclass(frozen=True)
class _Watch:
    """How replications are watched."""

    looks: Looks
    worth: Worth
    seconds: float
    """Time for all looks."""


def _seen(planner: Planner, store: Store, watch: _Watch, options: RunOptions) -> Iterator[Answer]:
    """Run up to each look and yield the answer that it gives; a look that failed cells have spoilt gives none."""
    sizes, clock = watch.looks.sizes, Stopwatch()
    for number, size in enumerate(sizes):
        missing = 0 if math.isinf(watch.seconds) else _missing(planner, store, size)
        if number and clock.seconds + missing * clock.seconds_a_cell > watch.seconds:
            return
        begun = perf_counter()
        drive(_grid(planner, size), store, options, STAGE)
        clock.add(missing, perf_counter() - begun)
        tables = _tables(planner, store, size, is_last=size == sizes[-1])
        if tables is not None:
            yield _at(planner.resolved, tables, watch, number)


def _missing(planner: Planner, store: Store, size: int) -> int:
    """Return how many cells of a look are still to be run."""
    wanted = set(planner.grid(size).keys)
    return len(wanted) - len(store.done(wanted))


def stopped_at(store: Store, resolved: ResolvedStudy, worth: Worth) -> int | None:
    """Return the replications at which a comparison in looks ended in this store; None where it did not yet."""
    told = note(store, _key(resolved, worth))
    return None if told is None else int(told)


def _key(resolved: ResolvedStudy, worth: Worth) -> str:
    study = resolved.study
    return f"answer {resolved.study_hash} {study.seed} {study.replications} {study.confidence!r} {worth}"


def _tables(planner: Planner, store: Store, size: int, *, is_last: bool) -> Tables | None:
    """Return the tables of a look; None where too many cells failed to say anything before the last one.

    Errors: CellFailed at the last look, and where not one cell of an earlier one was done.
    """
    try:
        return read_tables(store, planner, size)
    except CellFailed:
        if is_last or not store.done(set(planner.grid(size).keys)):
            raise
        return None


def _once(resolved: ResolvedStudy, tables: Tables, kept: Mapping[CellKey, History]) -> Answer:
    replications = resolved.study.replications
    return Answer(_ranked(resolved, tables), tables, Design(stopped=replications, planned=replications), kept)


def _at(resolved: ResolvedStudy, tables: Tables, watch: _Watch, number: int) -> Answer:
    baseline = resolved.baseline
    look = Look(watch.looks, number, watch.worth.amount(float(tables.metric[:, baseline].mean())))
    ranking = at_look(_ranked(resolved, tables), resolved.metric.better.sign * tables.metric, baseline, look)
    return Answer(ranking, tables, look.design(ranking), {})


def _ranked(resolved: ResolvedStudy, tables: Tables) -> Ranking:
    study = resolved.study
    return rank(tables.metric, resolved.baseline, study.confidence, resolved.metric.better, study.seed)
