"""Run one arm: one cell with its history, or several with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.history import History
from mktsim.outcomes.metrics.metric import Better
from mktsim.outcomes.metrics.table import measure_all, metric_named
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cell import CellKey
from mktsim.study.runs.digest import digest, table_digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.interval import Interval, mean_interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.store_reader import Failure
from mktsim.study.runs.worker import Simulate, model


@dataclass(frozen=True)
class MetricResult:
    """One metric of a run."""

    name: str
    unit: str
    """Unit, with the currency for money."""
    better: Better
    text: str
    interval: Interval
    """The value three times for one replication."""
    known: int
    """Replications in which it is a number."""


@dataclass(frozen=True)
class RunResult:
    """Result of a run."""

    scenario: str
    policy: str
    organisation: str
    seed: int
    replications: tuple[int, ...]
    """Replications run without failing."""
    metrics: tuple[MetricResult, ...]
    history: History
    """Of the first replication, with its log."""
    failures: tuple[Failure, ...]
    digest: str
    seconds: float


def run_one(resolved: ResolvedStudy, replication: int, simulate: Simulate | None = None) -> RunResult:
    """Run one cell, with its log; whatever the model raises goes up."""
    begun = perf_counter()
    planned = Planner(resolved, resolved.study.seed).cell(resolved.arms[0], 0, replication)
    history = (simulate or model())(replace(planned.cell, keep_log=True))
    metrics = measure_all(history)
    names = tuple(sorted(metrics))
    table = np.array([[metrics[name] for name in names]])
    return _result(
        resolved,
        _Outcomes((replication,), names, table, (), table_digest(names, [repr(tuple(planned.key))], table)),
        history,
        begun,
    )


def run_many(resolved: ResolvedStudy, replications: int, out: Path, options: RunOptions) -> RunResult:
    """Run replications 0 to `replications` - 1 into the store in directory `out`, continuing what is there.

    Errors: StoreError; Interrupted, resumable. Failed cells are told in the result; when all fail, the error of
    the first goes up.
    """
    begun = perf_counter()
    planner = Planner(resolved, resolved.study.seed)
    planned = [planner.cell(resolved.arms[0], 0, r) for r in range(replications)]
    keys = [one.key for one in planned]
    with open_results(out) as store:
        drive(planned, store, options)
        done = _done(store.outcomes(keys, ["npv"])[:, 0], keys)
        names = store.metrics()
        table = store.outcomes([keys[place] for place in done], names)
        found = _Outcomes(done, names, table, store.failures(keys), digest(store, keys))
    first = planned[done[0] if done else 0]
    history = (options.simulate or model())(replace(first.cell, keep_log=True))
    return _result(resolved, found, history, begun)


@dataclass(frozen=True, eq=False)
class _Outcomes:
    """Outcomes by replication."""

    done: tuple[int, ...]
    names: Sequence[str]
    table: NDArray[np.float64]
    """Shape (done, names)."""
    failures: tuple[Failure, ...]
    digest: str


def _done(npv: NDArray[np.float64], keys: Sequence[CellKey]) -> tuple[int, ...]:
    return tuple(place for place in range(len(keys)) if np.isfinite(npv[place]))


def _result(resolved: ResolvedStudy, found: _Outcomes, history: History, begun: float) -> RunResult:
    arm = resolved.arms[0]
    return RunResult(
        scenario=resolved.scenario.name,
        policy=arm.policy,
        organisation=arm.organisation,
        seed=resolved.study.seed,
        replications=found.done,
        metrics=tuple(_metric(resolved, name, found.table[:, place]) for place, name in enumerate(found.names)),
        history=history,
        failures=found.failures,
        digest=found.digest,
        seconds=perf_counter() - begun,
    )


def _metric(resolved: ResolvedStudy, name: str, values: NDArray[np.float64]) -> MetricResult:
    metric = metric_named(name)
    known = values[np.isfinite(values)]
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    return MetricResult(
        name=name,
        unit=metric.unit_in(resolved.scenario.money.currency),
        better=metric.better,
        text=metric.text,
        interval=mean_interval(known, resolved.study.confidence) if known.size else nothing,
        known=int(known.size),
    )
