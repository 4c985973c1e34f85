"""Tables of outcomes for paired analysis: complete replications, with one rule for cells that failed.

The rule: what an analysis leaves out because cells failed may be at most one part in twenty, and two replications must
be left. A failed cell drops its replication for everything that is compared with it, because paired differences need
the same random numbers on both sides; dropping biases where failing is informative, so more than that is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed, InputError, Problem
from mktsim.science.statistics.complete import complete

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.cell import CellKey, Planned
    from mktsim.study.runs.store_reader import Failure, Reader

Floats = NDArray[np.float64]
MOST_LEFT_OUT = 0.05
"""Largest share of replications, or of effects measured one by one, that may be left out."""
_FEWEST = 2


def complete_replications(
    store: Reader, resolved: ResolvedStudy, keys: Sequence[CellKey], values: Floats
) -> NDArray[np.bool_]:
    """Tell which replications are complete, shape (replications,).

    `values` has shape (replications, ...) with NaN where a cell failed; `keys` are the cells that it was made from,
    replication by replication. Errors: InputError where the metric of a cell that did not fail is no number;
    CellFailed when the rule leaves out too many.
    """
    kept = np.zeros(len(values), dtype=bool)
    kept[complete(values.reshape(len(values), -1)).kept] = True
    if kept.all():
        return kept
    each = len(keys) // len(kept)
    rows = {row: set(keys[row * each : (row + 1) * each]) for row in np.flatnonzero(~kept).tolist()}
    without_number = sum(len(store.done(cells)) == len(cells) for cells in rows.values())
    if without_number:
        refuse_no_number(resolved, f"{without_number} of {len(kept)} replications")
    refuse_failures(store.failures(keys), len(rows), len(kept), len(keys))
    return kept


def refuse_failures(failures: Sequence[Failure], left_out: int, total: int, cells: int) -> None:
    """Apply the rule to what is left out of a total, of so many cells. Errors: CellFailed, with the first failure."""
    if left_out <= MOST_LEFT_OUT * total and total - left_out >= min(_FEWEST, total):
        return
    first = failures[0]
    reason = first.error.strip().splitlines()[-1]
    said = f"{reason}; {len(failures)} of {cells} cells failed; rerun this one with: {first.rerun}"
    raise CellFailed(first.title, said)


def refuse_no_number(resolved: ResolvedStudy, where: str) -> None:
    """Refuse a metric that some finished cells have no number for. Errors: InputError, always."""
    message = f"{resolved.metric.name} is no number in {where}; choose another"
    raise InputError((Problem(resolved.file, 0, 0, "metric", message),))


def world_table(store: Reader, resolved: ResolvedStudy, planned: Sequence[Planned]) -> tuple[Floats, int]:
    """Metric of complete replications, larger is better, shape (kept, worlds, arms), and how many cells failed.

    `planned` are the cells of all arms in all worlds, replication by replication. Errors: as `complete_replications`.
    """
    keys = [one.key for one in planned]
    shape = (-1, len(resolved.worlds), len(resolved.arms))
    values = store.outcomes(keys, [resolved.metric.name]).reshape(shape)
    kept = complete_replications(store, resolved, keys, values)
    return resolved.metric.better.sign * values[kept], len(store.failures(keys))
