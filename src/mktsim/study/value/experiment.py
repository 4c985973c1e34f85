"""Where changes of one arm in one world are tried against it, replication by replication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed, InputError, unknown_name
from mktsim.outcomes.history import History
from mktsim.study.compare.run import Looking, driving
from mktsim.study.compare.tables import WORST_DROPPED
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.runs.cell import CellKey, Planned
from mktsim.study.runs.driver import drive
from mktsim.study.runs.encoding import Weekly
from mktsim.study.runs.planner import Planner, Variant
from mktsim.study.runs.store import Store
from mktsim.study.runs.worker import model
from mktsim.study.value.change import Change, changed_arm

Floats = NDArray[np.float64]
Tried = Sequence[tuple[Change, int]]
"""(change, replication)."""
_SPARE = 3
"""Failed cells that are borne before their share counts."""


@dataclass(frozen=True)
class Place:
    """Which arm in which world of a study."""

    arm: str = ""
    """Empty for the study's baseline."""
    world: str = ""
    """Empty for the study's first world."""


class Bench:
    """Runs changes into the store and reads their effects."""

    def __init__(self, resolved: ResolvedStudy, place: Place, store: Store, look: Looking) -> None:
        """Stand at a place. Errors: InputError for an arm or world that the study has not."""
        names = [world.name for world in resolved.worlds]
        self.arm = _named_arm(resolved, place.arm)
        self.world = names.index(_known(resolved, "world", place.world or names[0], names))
        self.resolved = resolved
        self._planner = Planner(resolved, resolved.study.seed)
        self._store = store
        self._look = look
        self._sign = resolved.metric.better.sign
        self._planned: dict[CellKey, None] = {}

    @property
    def keys(self) -> tuple[CellKey, ...]:
        """Every cell that was asked for."""
        return tuple(self._planned)

    @property
    def failed(self) -> int:
        """How many of them failed."""
        return len(self._store.failures(self.keys))

    def run_baseline(self, replications: int, stage: str) -> None:
        """Run the arm as it is."""
        self._run([self._planner.cell(self.arm, self.world, r) for r in range(replications)], stage)

    def run(self, tried: Tried, stage: str) -> None:
        """Run changes that are not stored yet. Errors: as `drive`; CellFailed when too many cells fail."""
        self._run([self._cell(change, r) for change, r in tried], stage)

    def effects(self, tried: Tried) -> Floats:
        """Metric of the changed arm less that of the arm as it is, larger is better; NaN where a cell failed."""
        changed = [self._cell(change, r).key for change, r in tried]
        base = [self._planner.cell(self.arm, self.world, r).key for _, r in tried]
        return self._good(changed) - self._good(base)

    def baseline(self, replications: int) -> Floats:
        """Metric of the arm as it is, larger is better."""
        return self._good([self._planner.cell(self.arm, self.world, r).key for r in range(replications)])

    def weekly(self, replication: int) -> Weekly | None:
        """Weekly series of the arm as it is; None where the cell failed."""
        key = self._planner.cell(self.arm, self.world, replication).key
        return self._store.weekly(key) if self._store.done([key]) else None

    def histories(self, replications: Iterable[int]) -> tuple[History, ...]:
        """Histories of the arm as it is."""
        simulate = self._look.simulate or model()
        return tuple(simulate(self._planner.cell(self.arm, self.world, r).cell) for r in replications)

    def _cell(self, change: Change, replication: int) -> Planned:
        return changed_cell(self._planner, (self.arm, self.world), change, replication)

    def _good(self, keys: Sequence[CellKey]) -> Floats:
        values = self._store.outcomes(keys, [self.resolved.metric.name])[:, 0]
        return np.asarray(self._sign * values)

    def _run(self, planned: list[Planned], stage: str) -> None:
        self._planned.update(dict.fromkeys(one.key for one in planned))
        drive(planned, self._store, driving(self._look, stage))
        failures = self._store.failures(self.keys)
        if len(failures) > max(_SPARE, WORST_DROPPED * len(self._planned)):
            reason = failures[0].error.strip().splitlines()[-1]
            raise CellFailed(failures[0].title, f"{reason}; {len(failures)} of {len(self._planned)} cells failed")


def changed_cell(planner: Planner, at: tuple[NamedArm, int], change: Change, replication: int) -> Planned:
    """Return the cell of an arm in a world, by place, with a change made; it goes by the arm's own name."""
    arm, world = at
    planned = planner.cell(changed_arm(arm, change), world, replication, Variant(change.title))
    return replace(planned, named=planned.named._replace(arm=arm.name))


def _named_arm(resolved: ResolvedStudy, name: str) -> NamedArm:
    arms = {arm.name: arm for arm in resolved.arms}
    return arms[_known(resolved, "arm", name or resolved.study.baseline, list(arms))]


def _known(resolved: ResolvedStudy, field: str, name: str, names: list[str]) -> str:
    if name not in names:
        raise InputError((unknown_name(resolved.file, field, name, names),))
    return name


def without_failures(effects: Floats) -> Floats:
    """Return the effects of the replications that did not fail."""
    return effects[np.isfinite(effects)]


def alone(resolved: ResolvedStudy, world: int) -> ResolvedStudy:
    """Return the study with a single one of its worlds."""
    return replace(resolved, worlds=(resolved.worlds[world],))
