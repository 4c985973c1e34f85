"""Take-off and slowdown of yearly series by the rules of Golder and Tellis, shared by several rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.outcomes.stages import HIGH_BASE, takeoff_threshold
from mktsim.science.arrays import Floats


@dataclass(frozen=True)
class Dates:
    """Years (from 0) of take-off and slowdown; None where there was none."""

    takeoff: int | None
    slowdown: int | None


def dates(units: Floats, households: float) -> Dates:
    """Date a yearly series, shape (years,), in a market of `households`."""
    takeoff = _takeoff(units, households)
    return Dates(takeoff, None if takeoff is None else _slowdown(units, takeoff))


def _takeoff(units: Floats, households: float) -> int | None:
    """First year whose growth reaches the threshold of its base; a first year past all bases took off at once."""
    if units[0] >= HIGH_BASE * households:
        return 0
    growth = units[1:] / np.maximum(units[:-1], 1.0) - 1.0
    found = np.flatnonzero(growth >= takeoff_threshold(units[:-1] / households))
    return int(found[0]) + 1 if found.size else None


def _slowdown(units: Floats, takeoff: int) -> int | None:
    """First of two successive years below the highest before (Golder & Tellis 2004)."""
    highest = np.maximum.accumulate(units)
    for year in range(takeoff + 1, units.size - 1):
        if units[year] < highest[year - 1] and units[year + 1] < highest[year - 1]:
            return year
    return None
