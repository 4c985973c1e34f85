"""Elementary effects after Morris: which factors move an answer at all, and which act differently elsewhere; pure.

Sources: Morris 1991, Technometrics 33:161; Campolongo, Cariboni & Saltelli 2007, Environmental Modelling & Software
22:1509 (mean of absolute effects). Trajectories and effects are SALib's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.study.runs.third_party import library, seed_for

Floats = NDArray[np.float64]
LEVELS = 4
"""Levels of the grid; with four, steps are two thirds of the range (Morris 1991)."""
_RESAMPLES = 1000


@dataclass(frozen=True)
class Screened:
    """Effects of one factor over its whole range, in units of the metric."""

    name: str
    mean: float
    """Mean effect; signs cancel."""
    strength: float
    """Mean of the absolute effects."""
    half_width: float
    """Half the width of the interval of the strength, from resampled trajectories."""
    spread: float
    """Standard deviation of the effects: large against the strength, the factor acts differently elsewhere."""


def trajectories(names: Sequence[str], count: int, seed: int) -> Floats:
    """Return points in the unit cube, shape (count · (factors + 1), factors)."""
    sample = library("SALib.sample.morris", "sens").sample
    found = sample(_problem(names), count, num_levels=LEVELS, seed=seed_for(seed, "morris"))
    return np.asarray(found, dtype=np.float64)


def screened(
    names: Sequence[str], points: Floats, values: Floats, confidence: float, seed: int
) -> tuple[Screened, ...]:
    """Return the effects of each factor; `values` has shape (points,)."""
    analyze = library("SALib.analyze.morris", "sens").analyze
    found = analyze(
        _problem(names),
        points,
        np.asarray(values, dtype=np.float64),
        num_resamples=_RESAMPLES,
        conf_level=confidence,
        num_levels=LEVELS,
        seed=seed_for(seed, "morris bootstrap"),
    )
    columns = (found["mu"], found["mu_star"], found["mu_star_conf"], found["sigma"])
    rows = zip(names, *(np.asarray(column, dtype=np.float64).tolist() for column in columns), strict=True)
    return tuple(Screened(*row) for row in rows)


def _problem(names: Sequence[str]) -> dict[str, object]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names), "groups": None}
