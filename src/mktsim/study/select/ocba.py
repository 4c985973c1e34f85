"""Spend a fixed budget of cells where they tell most: a pure plan without guarantee (OCBA).

As in selection, the plan replays the table from its first row: allocation after allocation, each from the rows that
the ones before it asked for, so that a store which holds more gives the same answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import ocba
from mktsim.study.select.chance_constraints import Keeping, kept, worst
from mktsim.study.select.plan import CellsNeeded, OutcomeTable, Selected, SelectionParameters, SelectStatus, Step
from mktsim.study.select.selection_confidence import evidence

STEP = 20
"""Cells between allocations, and at least one an arm: assumption."""


@dataclass(frozen=True)
class Spending:
    """A fixed budget."""

    cells: int
    """Cells in all; at least ten an arm."""
    asked: SelectionParameters

    def first_stage(self, arms: int) -> int:
        """Replications of every arm first: enough that an unlucky best does not starve."""
        return min(ocba.first_stage(self.cells, arms), self.cells // arms)


def allocated(table: OutcomeTable, spending: Spending) -> Step:
    """Say which cells are needed next, or which arm has the highest mean when the budget is spent."""
    arms = table.good.shape[1]
    counts = np.full(arms, spending.first_stage(arms), dtype=np.int64)
    while True:
        missing = _missing(table, counts)
        if missing:
            return CellsNeeded(missing)
        left = spending.cells - int(counts.sum())
        if left <= 0:
            return _estimated(table, counts, spending.asked)
        shown = [table.good[:count, arm] for arm, count in enumerate(counts)]
        means = np.array([one.mean() for one in shown])
        spreads = np.array([one.var(ddof=1) for one in shown])
        # Centred, so that a common level of a loss or a profit does not cost digits.
        counts = counts + ocba.allocate(means - means.mean(), spreads, counts, min(left, max(STEP, arms)))


def _missing(table: OutcomeTable, counts: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    have = table.replications.size
    return tuple(
        (arm, table.number(row))
        for row in range(int(counts.max()))
        for arm, count in enumerate(counts)
        if row < count and (row >= have or np.isnan(table.good[row, arm]))
    )


def _estimated(table: OutcomeTable, counts: NDArray[np.int64], asked: SelectionParameters) -> Selected:
    arms = counts.size
    keeping = tuple(
        tuple(
            kept(limit, table.breaches[place, : counts[arm], arm], asked.limit_alpha(arms))
            for place, limit in enumerate(asked.limits)
        )
        for arm in range(arms)
    )
    playing = [arm for arm in range(arms) if worst(keeping[arm]) is not Keeping.BREAKS]
    used = tuple(int(count) for count in counts)
    if not playing:
        return Selected(SelectStatus.NONE_FEASIBLE, None, (), None, used, keeping)
    shown = np.where(np.arange(len(table.good))[:, None] < counts, table.good, np.nan)
    means = np.nanmean(shown[:, playing] - math.fsum(shown[0, playing]) / len(playing), axis=0)
    chosen = playing[int(np.argmax(means))]
    known = evidence(shown, chosen, playing, asked.delta, 1.0 - asked.alpha)
    return Selected(SelectStatus.ESTIMATED, chosen, (), known, used, keeping)
