"""Where a line through paired means crosses zero, with the set of places that the data do not exclude.

Between neighbouring places the value of each replication is a straight line, so at every place in between the mean has
a t interval of its own; the places whose interval holds zero are the confidence set (Fieller's, on each piece). It may
reach an end of what was tried: then the crossing may lie beyond, or nowhere.

Source: Fieller 1954, JRSS B 16:175.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit

_STEPS = 200
"""Places looked at between two neighbours: the ends of the set are known to a two-hundredth of the gap."""


@dataclass(frozen=True)
class Crossing:
    """Where a line crosses zero."""

    value: float | None
    """The crossing nearest to where things are now; None where the line of means has none."""
    low: float
    """Ends of the set of places that are not excluded, infinite where it reaches an end of what was tried; NaN where
    every place tried is excluded."""
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the line crosses within what was tried by more than luck."""
        return self.value is not None and bool(np.isfinite(self.low) and np.isfinite(self.high))


def crossing(places: Sequence[float], table: Floats, now: float, level: float = 0.95) -> Crossing:
    """Find the crossing of the means of `table`, shape (replications, places), places rising.

    With one replication nothing is excluded. Raises ValueError for a level outside (0, 1).
    """
    require_inside_unit("level", level)
    at = np.asarray(places, dtype=np.float64)
    value = _nearest(at, table.mean(axis=0), now)
    fine = np.unique(np.concatenate([np.linspace(a, b, _STEPS + 1) for a, b in pairwise(at.tolist())]))
    rows = np.stack([np.interp(fine, at, row) for row in table])
    count = len(rows)
    if count < 2:
        return Crossing(value, -np.inf, np.inf)
    half = stdtrit(count - 1, 0.5 + level / 2.0) * rows.std(axis=0, ddof=1) / np.sqrt(count)
    beyond = np.abs(rows.mean(axis=0)) - half
    holds = np.flatnonzero(beyond <= 0.0)
    if not holds.size:
        ends = (np.nan, np.nan) if value is None else (value, value)
        return Crossing(value, *ends)
    low = -np.inf if holds[0] == 0 else _edge(fine, beyond, int(holds[0]), -1)
    high = np.inf if holds[-1] == fine.size - 1 else _edge(fine, beyond, int(holds[-1]), 1)
    return Crossing(value, low, high)


def _edge(fine: Floats, beyond: Floats, place: int, step: int) -> float:
    """Return where the excess over the interval is zero between a place within the set and its neighbour outside."""
    inner, outer = float(beyond[place]), float(beyond[place + step])
    return float(fine[place] + (fine[place + step] - fine[place]) * inner / (inner - outer))


def _nearest(at: Floats, means: Floats, now: float) -> float | None:
    """Return the crossing of the line of means that lies nearest to a place."""
    found = []
    for left in range(at.size - 1):
        a, b = float(means[left]), float(means[left + 1])
        if (a > 0.0) != (b > 0.0):
            found.append(float(at[left] + (at[left + 1] - at[left]) * (a / (a - b) if a != b else 0.5)))
    return min(found, key=lambda one: abs(one - now)) if found else None
