"""Experimental design over assumptions: space-filling points, and the worlds drawn at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.scenario import Scenario
from mktsim.model.market.sobol import sobol
from mktsim.streams import Address, Domain, uniforms
from mktsim.study.question.calibration_draws import drawn_values, settled
from mktsim.study.question.resolve import NamedWorld, ResolvedStudy

Floats = NDArray[np.float64]
_STREAM = "study.design"


class Design(StrEnum):
    """Ways to spread points."""

    LATIN = "lhs"
    SOBOL = "sobol"


def points(kind: Design, count: int, names: Sequence[str], seed: int) -> Floats:
    """Return points in the unit cube, shape (count, names).

    A parameter keeps its column of a Latin hypercube whatever the other names are. Sobol points are best in powers of
    two. Raises ValueError for Sobol points of more than sixteen parameters.
    """
    if kind is Design.SOBOL:
        shift = np.array([_uniforms(seed, f"shift {name}", 1)[0, 0] for name in names])
        return sobol(count, len(names), shift)
    found = np.empty((count, len(names)))
    for column, name in enumerate(names):
        drawn = _uniforms(seed, name, count)
        order = np.argsort(drawn[:, 0], kind="stable")
        found[order, column] = (np.arange(count) + drawn[:, 1]) / count
    return found


def most_correlated(values: Floats, leads: Floats, most: int) -> tuple[int, ...]:
    """Return the columns of `values`, shape (worlds, parameters), whose ranks go along most with one of the `leads`.

    `leads` has the shape (worlds, arms that are led). The drawn worlds move all parameters at once, so they tell
    without further runs which is worth moving alone; the measure is Spearman's correlation without sign, the largest
    over the arms. The columns stand in their own order.
    """
    led = leads.shape[1]
    ranks = [np.argsort(np.argsort(one, kind="stable"), kind="stable") for one in (*leads.T, *values.T)]
    known = np.nan_to_num(np.abs(np.asarray(np.corrcoef(np.array(ranks, dtype=np.float64)))[:led, led:]))
    strength = known.max(axis=0)
    return tuple(sorted(np.argsort(-strength, kind="stable")[:most].tolist()))


def _uniforms(seed: int, name: str, count: int) -> Floats:
    """Two uniforms a point of one parameter."""
    return uniforms(Address(seed, "", 0, Domain.DESIGN), _STREAM, name, 0, count, 2)


@dataclass(frozen=True, eq=False)
class DrawnWorlds:
    """Worlds with the values that made them."""

    worlds: tuple[NamedWorld, ...]
    parameters: tuple[str, ...]
    """Parameters that were drawn."""
    values: Floats
    """Their values, shape (drawn worlds, parameters)."""


def drawn_worlds(resolved: ResolvedStudy, draws: int, design: Design) -> DrawnWorlds:
    """Return the worlds of a study beside so many drawn from its calibration and the ranges of other assumptions.

    Where worlds are drawn and the study names none, the scenario as it stands is no world of its own.
    """
    named = resolved.worlds if resolved.study.worlds or not draws else ()
    scenario = resolved.scenario
    calibrated = tuple(one.path for group in scenario.calibration for one in group.parameters)
    assumed = tuple(name for name in scenario.assumptions if name not in calibrated)
    names = (*calibrated, *assumed)
    if not draws or not names:
        return DrawnWorlds(named, (), np.zeros((0, 0)))
    seed = resolved.study.seed
    unit = points(design, draws, assumed, seed) if assumed else np.zeros((draws, 0))
    values = np.column_stack([_calibrated(scenario, draws, seed), _assumed(scenario, assumed, unit)])
    worlds = []
    for place, row in enumerate(values):
        changed: Scenario = scenario
        for name, value in zip(names, row, strict=True):
            changed = set_path(changed, name, float(value), resolved.file)
        worlds.append(NamedWorld(f"draw {place}", 1.0, settled(changed)))
    return DrawnWorlds((*named, *worlds), names, values)


def is_whole(scenario: Scenario, path: str) -> bool:
    """Tell whether a parameter takes whole values only."""
    value = get_path(scenario, path)
    return isinstance(value, int) and not isinstance(value, bool)


def _calibrated(scenario: Scenario, draws: int, seed: int) -> Floats:
    """Return draws of calibrated parameters, each joint, shape (draws, parameters)."""
    rows = [list(drawn_values(scenario, draw, seed).values()) for draw in range(draws)]
    return np.array(rows).reshape(draws, -1)


def _assumed(scenario: Scenario, names: tuple[str, ...], unit: Floats) -> Floats:
    """Return values of assumptions at points of the unit cube, shape (draws, names)."""
    ranges = np.array([scenario.assumptions[name] for name in names]).reshape(-1, 2)
    values = ranges[:, 0] + unit * (ranges[:, 1] - ranges[:, 0])
    for column, name in enumerate(names):
        if is_whole(scenario, name):
            values[:, column] = np.round(values[:, column])
    return np.asarray(values)
