"""Response surface: the metric of arms in worlds over settings of factors, on common random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.scenario import Scenario
from mktsim.study.question.factor import Factor, Points, Setting, moved
from mktsim.study.question.resolve import NamedArm
from mktsim.study.runs.cell import CellKey, Planned
from mktsim.study.runs.digest import table_digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.outcome_table import complete_replications
from mktsim.study.runs.planner import AS_IS, REAL, Planner, Variant
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """Where the values of a stage of an analysis are run and read."""

    store: Store
    planner: Planner
    options: RunOptions
    stage: str
    """Name under which progress is reported."""
    replications: int


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The metric at points of a surface."""

    good: Floats
    """Larger is better, shape (complete replications, points, arms)."""
    failed: int
    """Cells that failed."""


def good_values(surface: Surface, arms: Sequence[NamedArm], factors: Sequence[Factor], points: Floats) -> Evaluation:
    """Return the metric at points of factors; missing cells are run.

    A point has a value for each factor. Worlds of the study are weighed into one value. The same replications meet
    every point, so that differences between points are paired; a replication in which a cell failed is left out
    everywhere. Errors: as `complete_replications`.
    """
    worlds = [world.scenario for world in surface.planner.resolved.worlds]
    return setting_values(surface, [_settings(arms, worlds, factors, point.tolist()) for point in points])


def setting_values(surface: Surface, points: Points) -> Evaluation:
    """Return the metric of settings by point, arm and world, as `good_values` does."""
    good, keys = read_values(surface, points)
    kept = complete_replications(surface.store, surface.planner.resolved, keys, good)
    return Evaluation(good[kept], len(surface.store.failures(keys)))


def read_values(surface: Surface, points: Points) -> tuple[Floats, tuple[CellKey, ...]]:
    """Return the metric of settings with NaN where a cell failed, and the cells; missing cells are run."""
    planned = [
        _planned(surface.planner, setting, world, replication)
        for replication in range(surface.replications)
        for point in points
        for arm in point
        for world, setting in enumerate(arm)
    ]
    drive(planned, surface.store, surface.options, surface.stage)
    keys = tuple(one.key for one in planned)
    resolved = surface.planner.resolved
    shape = (surface.replications, len(points), len(points[0]), len(resolved.worlds))
    values = surface.store.outcomes(keys, [resolved.metric.name]).reshape(shape)
    good = resolved.metric.better.sign * np.einsum("rpaw,w->rpa", values, resolved.weights)
    return np.asarray(good), keys


def values_digest(tables: Sequence[Floats]) -> str:
    """Hash of all values that an answer rests on, in the order in which they were asked for."""
    flat = [table.reshape(len(table), -1) for table in tables]
    rows = [f"{place} {row}" for place, table in enumerate(flat) for row in range(table.size)]
    return table_digest(["value"], rows, np.concatenate([table.ravel() for table in flat])[:, None])


def _settings(
    arms: Sequence[NamedArm], worlds: Sequence[Scenario], factors: Sequence[Factor], point: list[float]
) -> list[list[Setting]]:
    """Settings of one point by arm and world; the arms of a point share the worlds, so that each is hashed once."""
    found = [[moved(Setting(arm, world), factors, point) for world in worlds] for arm in arms]
    return [
        [replace(setting, scenario=shared.scenario) for setting, shared in zip(row, found[0], strict=True)]
        for row in found
    ]


def _planned(planner: Planner, setting: Setting, world: int, replication: int) -> Planned:
    scenario = planner.resolved.worlds[world].scenario
    moved_world = None if setting.scenario is scenario else setting.scenario
    is_real = moved_world is None and setting.execution == AS_IS
    variant = REAL if is_real else Variant(setting.words, setting.execution, scenario=moved_world)
    return planner.cell(setting.arm, world, replication, variant)
