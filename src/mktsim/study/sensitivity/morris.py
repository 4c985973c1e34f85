"""Elementary effects after Morris: which factors move an answer at all, and which act differently elsewhere; pure.

Sources: Morris 1991, Technometrics 33:161; Campolongo, Cariboni & Saltelli 2007, Environmental Modelling & Software
22:1509 (mean of absolute effects). Trajectories are SALib's. The mean of absolute effects is above zero for pure noise
too, so a placebo is moved among the factors: its strength is the floor. Intervals are Student's over trajectories, all
together (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.study.runs.interval import Interval, mean_interval
from mktsim.study.runs.third_party import library, seed_for

Floats = NDArray[np.float64]
LEVELS = 4
"""Levels of the grid; with four, steps are two thirds of the range (Morris 1991)."""
ROUGH = 8
"""Trajectories below which intervals are called rough: assumption."""


@dataclass(frozen=True)
class Screened:
    """Effects of one factor over its whole range, in units of the metric."""

    name: str
    mean: float
    """Mean effect; signs cancel."""
    strength: Interval
    """Mean of the absolute effects, with its interval over trajectories; those of all factors hold together."""
    spread: float
    """Standard deviation of the effects: large against the strength, the factor acts differently elsewhere."""


def trajectories(names: Sequence[str], count: int, seed: int) -> Floats:
    """Return points in the unit cube, shape (count · (factors + 1), factors)."""
    sample = library("SALib.sample.morris", "sens").sample
    found = sample(_problem(names), count, num_levels=LEVELS, seed=seed_for(seed, "morris"))
    return np.asarray(found, dtype=np.float64)


def screened(names: Sequence[str], points: Floats, values: Floats, confidence: float) -> tuple[Screened, ...]:
    """Return the effects of each factor; `values` has shape (points,), in the order of the trajectories."""
    found = elementary_effects(points, values)
    level = 1.0 - (1.0 - confidence) / len(names)
    return tuple(_screened(name, column, level) for name, column in zip(names, found.T, strict=True))


def elementary_effects(points: Floats, values: Floats) -> Floats:
    """Return the effect of each factor in each trajectory, over its whole range, shape (trajectories, factors)."""
    factors = points.shape[1]
    ways = points.reshape(-1, factors + 1, factors)
    heights = np.asarray(values, dtype=np.float64).reshape(-1, factors + 1)
    steps, rises = np.diff(ways, axis=1), np.diff(heights, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    found = np.empty((len(ways), factors))
    np.put_along_axis(found, moved, rises / np.take_along_axis(steps, moved[..., None], axis=2)[..., 0], axis=1)
    return found


def _screened(name: str, effects: Floats, level: float) -> Screened:
    strength = mean_interval(np.abs(effects), level)
    low = max(0.0, strength.low)
    spread = float(effects.std(ddof=1)) if effects.size > 1 else 0.0
    shown = Interval(strength.mean, low, strength.high, is_rough=effects.size < ROUGH)
    return Screened(name, float(effects.mean()), shown, spread)


def _problem(names: Sequence[str]) -> dict[str, object]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names), "groups": None}
