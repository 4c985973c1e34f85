"""Read what the store holds of a comparison: tables of outcomes, bands over time, the bridge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed, InputError, Problem
from mktsim.outcomes.metrics.reading import discount_factors
from mktsim.science.statistics.complete import complete
from mktsim.study.compare.books import year_book
from mktsim.study.compare.bridge import bridge
from mktsim.study.compare.result import ArmSeries, BridgeStep
from mktsim.study.runs.cell import CellKey
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]

WORST_DROPPED = 0.05
"""Largest share of replications that may be left out as incomplete."""
BAND_REPLICATIONS = 400
"""Most replications that bands over time are made from, a bound on memory."""
_FEWEST = 2
_BAND = (0.1, 0.9)


@dataclass(frozen=True, eq=False)
class Tables:
    """Outcomes of the replications that are complete for every arm; means over worlds by weight."""

    metric: Floats
    """Shape (kept, arms)."""
    terminal: Floats
    """Terminal value, shape (kept, arms)."""
    without_terminal: Floats | None
    """The metric without it; None for a metric that has none in it."""
    payback: Floats
    """Payback week, NaN for never, shape (kept, worlds, arms)."""
    weights: Floats
    """Of the worlds, sum one, shape (worlds,)."""
    kept: NDArray[np.int64]
    """Replications kept."""
    failed: int
    """Cells that failed."""


def gather(store: Store, planner: Planner, replications: int) -> Tables:
    """Read the tables of a comparison.

    Errors: CellFailed when too many replications are incomplete; InputError when the metric is not a number in
    cells that did not fail.
    """
    keys = _keys(planner, replications)
    metric = planner.resolved.metric.name
    names = [metric, "terminal_value", "npv_without_terminal", "payback_week"]
    values = store.outcomes(keys, names).reshape(replications, *_sizes(planner), len(names))
    failures = store.failures(keys)
    weights = planner.resolved.weights
    table = np.einsum("rwam,w->ram", values, weights)
    whole = complete(table[:, :, 0])
    if not failures and whole.dropped:
        message = f"{metric} is no number in {whole.dropped} of {replications} replications; choose another"
        raise InputError((Problem(planner.resolved.file, 0, 0, "metric", message),))
    if len(whole.kept) < _FEWEST or whole.dropped_share > WORST_DROPPED:
        first = failures[0]
        reason = first.error.strip().splitlines()[-1]
        raise CellFailed(
            first.title, f"{reason}; {len(failures)} of {len(keys)} cells failed; rerun this one with: {first.rerun}"
        )
    return Tables(
        metric=whole.outcomes,
        terminal=table[whole.kept, :, 1],
        without_terminal=table[whole.kept, :, 2] if metric == "npv" else None,
        payback=values[whole.kept, :, :, 3],
        weights=weights,
        kept=whole.kept,
        failed=len(failures),
    )


def series_of(store: Store, planner: Planner, tables: Tables) -> tuple[ArmSeries, ...]:
    """Weekly bands of every arm in the first world: 10%, mean and 90% over replications."""
    chosen = tables.kept[:BAND_REPLICATIONS]
    found = []
    for arm in planner.resolved.arms:
        weekly = [store.weekly(planner.cell(arm, 0, int(r)).key) for r in chosen]
        units = np.stack([one.series.column("units") for one in weekly])
        factors = discount_factors(units.shape[1], weekly[0].discount_rate)
        money = np.stack([np.cumsum(one.money.values.sum(axis=1) * factors) for one in weekly])
        weeks = np.arange(units.shape[1], dtype=np.float64)
        found.append(ArmSeries(arm.name, weeks, _band(units), _band(money)))
    return tuple(found)


def bridge_of(store: Store, planner: Planner, order: tuple[int, ...], tables: Tables) -> tuple[BridgeStep, ...]:
    """Bridge of net present value from runner-up to leader; empty with a single arm."""
    if len(order) < _FEWEST:
        return ()
    books = [
        [
            year_book(store.weekly(planner.cell(planner.resolved.arms[arm], world, int(r)).key))
            for world in range(len(planner.resolved.worlds))
            for r in tables.kept
        ]
        for arm in order[:_FEWEST]
    ]
    weights = np.repeat(planner.resolved.weights, len(tables.kept)) / len(tables.kept)
    return bridge(books[0], books[1], weights.tolist())


def _keys(planner: Planner, replications: int) -> list[CellKey]:
    return [one.key for one in planner.base(replications)]


def _sizes(planner: Planner) -> tuple[int, int]:
    return len(planner.resolved.worlds), len(planner.resolved.arms)


def _band(values: Floats) -> Floats:
    low, high = np.quantile(values, _BAND, axis=0)
    return np.stack([low, values.mean(axis=0), high])
