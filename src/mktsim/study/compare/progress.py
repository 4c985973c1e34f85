"""Running leader of a comparison, for the progress display; no stopping rule uses it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mktsim.study.runs.cell import CellKey, Finished
from mktsim.study.runs.options import Progress
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store_reader import Reader

Places = dict[tuple[str, str, int], list[tuple[int, int]]]

_ROWS = 400
"""Cells in memory at a time when stored ones are counted in."""


class Leading:
    """Means of all arms over the replications that are complete so far; holds only those that are not."""

    def __init__(self, planner: Planner, store: Reader, replications: int) -> None:
        """Begin with what the store holds of replications 0 to `replications` - 1."""
        resolved = planner.resolved
        self._names = [arm.name for arm in resolved.arms]
        self._metric = resolved.metric.name
        self._sign = resolved.metric.better.sign
        self._weights = resolved.weights
        self._planner = planner
        self._alike = _places(planner, 0) if not any(w.scenario.calibration for w in resolved.worlds) else None
        self._open: dict[int, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {}
        self._sums = np.zeros(len(self._names))
        self._count = 0
        self._read(planner, store, replications)

    def told(self, progress: Progress) -> Progress:
        """Count in what was finished, and say who leads."""
        for one in progress.finished:
            self._take(one.planned, _value(one, self._metric))
        return replace(progress, leader=self.text)

    @property
    def text(self) -> str:
        """Who leads, in words; empty before a replication is complete, and with a single arm."""
        if not self._count or len(self._names) < 2:
            return ""
        best = self._names[int(np.argmax(self._sign * self._sums))]
        return f"{best} ahead after {self._count:,} replication{'s' if self._count > 1 else ''}"

    def _read(self, planner: Planner, store: Reader, replications: int) -> None:
        keys = planner.grid(replications).keys
        for start in range(0, len(keys), _ROWS):
            part = keys[start : start + _ROWS]
            for key, value in zip(part, store.outcomes(part, [self._metric])[:, 0].tolist(), strict=True):
                if np.isfinite(value):
                    self._take(key, value)

    def _take(self, key: CellKey, value: float) -> None:
        shape = (len(self._weights), len(self._names))
        table = self._open.setdefault(key.replication, np.full(shape, np.nan))
        places = self._alike or _places(self._planner, key.replication - self._planner.first)
        for place in places.get(key[:3], ()):
            table[place] = value
        if np.isfinite(table).all():
            self._sums += (self._weights[:, None] * table).sum(axis=0)
            self._count += 1
            del self._open[key.replication]


def _places(planner: Planner, replication: int) -> Places:
    """Places (world, arm) of the cells of a replication, by world, arm and seed; arms that are equal share cells."""
    found: Places = {}
    for world in range(len(planner.resolved.worlds)):
        for place, arm in enumerate(planner.resolved.arms):
            found.setdefault(planner.cell(arm, world, replication).key[:3], []).append((world, place))
    return found


def _value(finished: Finished, metric: str) -> float:
    return finished.metrics.get(metric, np.nan)
