"""The outcomes that a decision has asked for so far, read from the store cell by cell as they are run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.study import ChanceLimit
from mktsim.study.runs.cell import CellKey, Planned
from mktsim.study.runs.outcome_table import refuse_failures, refuse_no_number
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import Store
from mktsim.study.runs.store_reader import Failure
from mktsim.study.select.plan import OutcomeTable

Floats = NDArray[np.float64]
Asked = Sequence[tuple[int, int]]
"""(arm, replication) of what is asked for, in every world."""


class SelectionOutcomes:
    """Grows as cells are run; holds numbers only, never histories."""

    def __init__(self, store: Store, planner: Planner, limits: Sequence[ChanceLimit]) -> None:
        """Read cells of `planner` from `store`."""
        self.store = store
        self.planner = planner
        self.limits = tuple(limits)
        self.failures: tuple[Failure, ...] = ()
        resolved = planner.resolved
        self._weights = resolved.weights
        self._arms = len(resolved.arms)
        self._good = np.full((0, self._arms), np.nan)
        self._breaches = np.full((len(self.limits), 0, self._arms), np.nan)
        self._failed = np.zeros(0, dtype=bool)

    def planned(self, asked: Asked) -> list[Planned]:
        """Cells of what is asked for: one a world."""
        arms, worlds = self.planner.resolved.arms, range(len(self._weights))
        return [self.planner.cell(arms[arm], world, r) for arm, r in asked for world in worlds]

    def absorb(self, asked: Asked) -> None:
        """Read what was run. Errors: as `complete_replications`, over the replications looked at so far."""
        self._grow(max(r for _, r in asked) + 1)
        keys = [one.key for one in self.planned(asked)]
        metric = self.planner.resolved.metric
        names = [metric.name, *(limit.metric for limit in self.limits)]
        values = self.store.outcomes(keys, names).reshape(len(asked), len(self._weights), len(names))
        failed = self._newly_failed(keys, asked)
        sign = metric.better.sign
        arms, rows = np.array(asked).T
        self._good[rows, arms] = sign * np.einsum("cw,w->c", values[:, :, 0], self._weights)
        for place, limit in enumerate(self.limits):
            broken = _broken(values[:, :, place + 1], limit)
            self._breaches[place, rows, arms] = np.einsum("cw,w->c", broken, self._weights)
        self._failed[sorted({r for _, r in failed})] = True
        self._check(asked)

    def table(self) -> OutcomeTable:
        """Return what is known, without the replications in which an arm failed."""
        kept = np.flatnonzero(~self._failed)
        return OutcomeTable(self._good[kept], self._breaches[:, kept], kept, self._failed.size)

    def _grow(self, rows: int) -> None:
        more = rows - self._failed.size
        if more > 0:
            self._good = np.vstack([self._good, np.full((more, self._arms), np.nan)])
            blank = np.full((len(self.limits), more, self._arms), np.nan)
            self._breaches = np.concatenate([self._breaches, blank], axis=1)
            self._failed = np.concatenate([self._failed, np.zeros(more, dtype=bool)])

    def _newly_failed(self, keys: list[CellKey], asked: Asked) -> list[tuple[int, int]]:
        found = self.store.failures(keys)
        self.failures = (*self.failures, *found)
        if not found:
            return []
        done = self.store.done(keys)
        worlds = len(self._weights)
        return [one for place, one in enumerate(asked) if not done.issuperset(keys[place * worlds :][:worlds])]

    def _check(self, asked: Asked) -> None:
        cells = self._failed.size * self._arms * len(self._weights)
        refuse_failures(self.failures, int(self._failed.sum()), self._failed.size, cells)
        if any(np.isnan(self._good[r, arm]) and not self._failed[r] for arm, r in asked):
            refuse_no_number(self.planner.resolved, "some replications")


def _broken(values: Floats, limit: ChanceLimit) -> Floats:
    """Whether each value breaks a limit, 0 or 1; what is no number does, since nothing good is known of it."""
    inside = values >= limit.below if limit.below is not None else values <= (limit.above or 0.0)
    return np.asarray(np.where(inside, 0.0, 1.0))
