"""Experiment with one arm in one world: changes of it run against it as it is, replication by replication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, unknown_name
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.study import Neglect
from mktsim.outcomes.history import History
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.runs.cell import CellKey, Planned
from mktsim.study.runs.driver import drive
from mktsim.study.runs.encoding import Weekly
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.outcome_table import complete_replications, refuse_failures, refuse_no_number
from mktsim.study.runs.planner import Planner, Variant
from mktsim.study.runs.store import Store
from mktsim.study.runs.worker import model

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """Difference of an arm from the baseline."""

    title: str
    """In words; changes that differ have different titles."""
    neglect: tuple[Neglect, ...] = ()
    """Duties neglected beside those of the arm."""
    organisation: Organisation | None = None
    """Organisation in place of the arm's; None for its own."""


def changed_arm(arm: NamedArm, change: Change) -> NamedArm:
    """Return the arm with the change made."""
    organisation = change.organisation or arm.arm.organisation
    neglect = (*arm.arm.neglect, *change.neglect)
    return replace(
        arm,
        name=f"{arm.name}, {change.title}",
        arm=replace(arm.arm, neglect=neglect, organisation=organisation),
    )


@dataclass(frozen=True)
class Place:
    """Which arm in which world of a study."""

    arm: str = ""
    """Empty for the study's baseline."""
    world: str = ""
    """Empty for the study's first world."""


Tried = Sequence[tuple[Change, int]]
"""(change, replication)."""


class Experiment:
    """Runs changes into the store and reads their effects."""

    def __init__(self, resolved: ResolvedStudy, place: Place, store: Store, options: RunOptions) -> None:
        """Stand at a place. Errors: InputError for an arm or world that the study has not."""
        names = [world.name for world in resolved.worlds]
        self.arm = named_arm(resolved, place.arm)
        self.world = names.index(_known(resolved, "world", place.world or names[0], names))
        self.resolved = resolved
        self._planner = Planner(resolved, resolved.study.seed)
        self._store = store
        self._options = options
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
        self._run([self._as_is(r) for r in range(replications)], stage)

    def run(self, tried: Tried, stage: str) -> None:
        """Run changes that are not stored yet. Errors: as `drive`."""
        self._run([self._changed(change, r) for change, r in tried], stage)

    def check(self) -> None:
        """Apply the rule for failed cells to all that was asked for. Errors: CellFailed."""
        failures = self._store.failures(self.keys)
        refuse_failures(failures, len(failures), len(self._planned), len(self._planned))

    def effects(self, tried: Tried) -> Floats:
        """Metric of the changed arm less that of the arm as it is, larger is better; NaN where a cell failed.

        Errors: InputError where the metric of a cell that did not fail is no number.
        """
        changed = [self._changed(change, r).key for change, r in tried]
        base = [self._as_is(r).key for _, r in tried]
        values = self._good(changed)
        if self._store.done([key for key, value in zip(changed, values, strict=True) if np.isnan(value)]):
            refuse_no_number(self.resolved, "some replications")
        return values - self._good(base)

    def complete_baseline(self, replications: int) -> Floats:
        """Metric of the arm as it is where its cell did not fail, larger is better.

        Errors: as `complete_replications`.
        """
        keys = [self._as_is(r).key for r in range(replications)]
        values = self._good(keys)
        return values[complete_replications(self._store, self.resolved, keys, values)]

    def weekly(self, replication: int) -> Weekly | None:
        """Weekly series of the arm as it is; None where the cell failed."""
        key = self._as_is(replication).key
        return self._store.weekly(key) if self._store.done([key]) else None

    def histories(self, replications: Iterable[int]) -> tuple[History, ...]:
        """Histories of the arm as it is."""
        simulate = self._options.simulate or model()
        return tuple(simulate(self._as_is(r).cell) for r in replications)

    def _as_is(self, replication: int) -> Planned:
        return self._planner.cell(self.arm, self.world, replication)

    def _changed(self, change: Change, replication: int) -> Planned:
        """Plan the cell of the arm with a change made; it goes by the arm's own name."""
        planned = self._planner.cell(changed_arm(self.arm, change), self.world, replication, Variant(change.title))
        return replace(planned, named=planned.named._replace(arm=self.arm.name))

    def _good(self, keys: Sequence[CellKey]) -> Floats:
        values = self._store.outcomes(keys, [self.resolved.metric.name])[:, 0]
        return np.asarray(self.resolved.metric.better.sign * values)

    def _run(self, planned: list[Planned], stage: str) -> None:
        self._planned.update(dict.fromkeys(one.key for one in planned))
        drive(planned, self._store, self._options, stage)


def named_arm(resolved: ResolvedStudy, name: str) -> NamedArm:
    """Return the arm called so, the baseline where no name is given. Errors: InputError."""
    arms = {arm.name: arm for arm in resolved.arms}
    return arms[_known(resolved, "arm", name or resolved.study.baseline, list(arms))]


def _known(resolved: ResolvedStudy, field: str, name: str, names: list[str]) -> str:
    if name not in names:
        raise InputError((unknown_name(resolved.file, field, name, names),))
    return name


def without_failures(effects: Floats) -> Floats:
    """Return the effects of the replications that did not fail."""
    return effects[np.isfinite(effects)]
