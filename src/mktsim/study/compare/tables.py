"""Read what the store holds of a comparison: tables of outcomes, bands over time, the bridge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.metrics.reading import discount_factors
from mktsim.study.compare.bridge import bridge, year_book
from mktsim.study.compare.result import ArmSeries, BridgeStep
from mktsim.study.runs.outcome_table import complete_replications
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]

BAND_REPLICATIONS = 400
"""Most replications that bands over time are made from, a bound on memory."""
_FEWEST = 2
BESIDE = (
    "terminal_value",
    "npv_without_terminal",
    "payback_week",
    "marketing_money",
    "overdrawn_weeks",
    "interest_money",
)
"""Metrics that are read beside the one that is compared."""
_BAND = (0.1, 0.9)


@dataclass(frozen=True, eq=False)
class Tables:
    """Outcomes of the replications that are complete for every arm; means over worlds by weight."""

    metric: Floats
    """Shape (kept, arms)."""
    by_world: Floats
    """The metric in each world, shape (kept, worlds, arms)."""
    terminal: Floats
    """Terminal value, shape (kept, arms)."""
    spent: Floats
    """Marketing money spent over the horizon, shape (kept, arms)."""
    overdrawn: Floats
    """Weeks beyond the credit line, NaN where a history does not say, shape (kept, arms)."""
    interest: Floats
    """Interest beyond the discount rate, shape (kept, arms)."""
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


def read_tables(store: Store, planner: Planner, replications: int) -> Tables:
    """Read the tables of a comparison. Errors: as `complete_replications`."""
    resolved = planner.resolved
    keys = [one.key for one in planner.base(replications)]
    names = [resolved.metric.name, *BESIDE]
    shape = (replications, len(resolved.worlds), len(resolved.arms), len(names))
    values = store.outcomes(keys, names).reshape(shape)
    table = np.einsum("rwam,w->ram", values, resolved.weights)
    kept = np.flatnonzero(complete_replications(store, resolved, keys, table[:, :, 0]))
    terminal, without, payback, spent, overdrawn, interest = range(1, len(names))
    return Tables(
        metric=table[kept, :, 0],
        by_world=values[kept, :, :, 0],
        terminal=table[kept, :, terminal],
        spent=table[kept, :, spent],
        overdrawn=table[kept, :, overdrawn],
        interest=table[kept, :, interest],
        without_terminal=table[kept, :, without] if resolved.metric.name == "npv" else None,
        payback=values[kept, :, :, payback],
        weights=resolved.weights,
        kept=kept,
        failed=len(store.failures(keys)),
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


def _band(values: Floats) -> Floats:
    low, high = np.quantile(values, _BAND, axis=0)
    return np.stack([low, values.mean(axis=0), high])
