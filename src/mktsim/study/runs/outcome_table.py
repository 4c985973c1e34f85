"""A metric over settings of some factors: plans the cells of each setting, runs them, reads them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed, InputError, Problem
from mktsim.study.compare.tables import WORST_DROPPED
from mktsim.study.question.resolve import NamedArm
from mktsim.study.runs.cell import CellKey, Planned
from mktsim.study.runs.digest import table_digest
from mktsim.study.runs.driver import Driving, drive
from mktsim.study.runs.factor import Factor, Setting, moved
from mktsim.study.runs.planner import AS_IS, REAL, Planner, Variant
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]
_FEWEST = 2


@dataclass(frozen=True)
class Sampled:
    """Where values come from."""

    store: Store
    planner: Planner
    how: Driving
    replications: int


def good_values(sampled: Sampled, arms: Sequence[NamedArm], factors: Sequence[Factor], points: Floats) -> Floats:
    """Return the metric, larger is better, shape (complete replications, points, arms); missing cells are run.

    A point has a value for each factor. Worlds of the study are weighed into one value. The same replications meet
    every point, so that differences between points are paired; a replication in which a cell failed is left out
    everywhere. Errors: CellFailed when that leaves out more than one in twenty.
    """
    settings = [_settings(sampled, arms, factors, point.tolist()) for point in points]
    return setting_values(sampled, settings)


def setting_values(sampled: Sampled, settings: Sequence[Sequence[Sequence[Setting]]]) -> Floats:
    """Return the metric of settings by point, arm and world, as `good_values` does."""
    good, keys = read_values(sampled, settings)
    return _complete(sampled, good, keys)


def read_values(
    sampled: Sampled, settings: Sequence[Sequence[Sequence[Setting]]]
) -> tuple[Floats, tuple[CellKey, ...]]:
    """Return the metric of settings with NaN where a cell failed, and the cells; missing cells are run."""
    planned = [
        _planned(sampled.planner, setting, world, replication)
        for replication in range(sampled.replications)
        for point in settings
        for arm in point
        for world, setting in enumerate(arm)
    ]
    drive(planned, sampled.store, sampled.how)
    keys = tuple(one.key for one in planned)
    resolved = sampled.planner.resolved
    shape = (sampled.replications, len(settings), len(settings[0]), len(resolved.worlds))
    values = sampled.store.outcomes(keys, [resolved.metric.name]).reshape(shape)
    sign = resolved.metric.better.sign
    return np.asarray(sign * np.einsum("rpaw,w->rpa", values, resolved.weights)), keys


def values_digest(tables: Sequence[Floats]) -> str:
    """Hash of all values that an answer rests on, in the order in which they were asked for."""
    flat = [table.reshape(len(table), -1) for table in tables]
    rows = [f"{place} {row}" for place, table in enumerate(flat) for row in range(table.size)]
    return table_digest(["value"], rows, np.concatenate([table.ravel() for table in flat])[:, None])


def _settings(
    sampled: Sampled, arms: Sequence[NamedArm], factors: Sequence[Factor], point: list[float]
) -> list[list[Setting]]:
    """Settings of one point by arm and world; the arms of a point share the worlds, so that each is hashed once."""
    worlds = sampled.planner.resolved.worlds
    found = [[moved(Setting(arm, world.scenario), factors, point) for world in worlds] for arm in arms]
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


def _complete(sampled: Sampled, good: Floats, keys: Sequence[CellKey]) -> Floats:
    """Leave out replications with a failed cell. Errors: CellFailed, InputError."""
    kept = np.asarray(np.isfinite(good).all(axis=(1, 2)))
    if kept.sum() >= min(_FEWEST, kept.size) and (~kept).mean() <= WORST_DROPPED:
        return good[kept]
    failures = sampled.store.failures(keys)
    resolved = sampled.planner.resolved
    if not failures:
        message = f"{resolved.metric.name} is no number in some replications; choose another"
        raise InputError((Problem(resolved.file, 0, 0, "metric", message),))
    reason = failures[0].error.strip().splitlines()[-1]
    raise CellFailed(failures[0].title, f"{reason}; {len(failures)} of {len(keys)} cells failed")
