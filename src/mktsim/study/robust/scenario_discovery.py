"""Scenario discovery: a classification tree of depth two that a person can read.

Each split is the threshold on one parameter that takes most impurity (Gini) out; two levels at most, so that a rule
names two parameters at most. Source: Breiman, Friedman, Olshen & Stone 1984, Classification and Regression Trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
DEPTH = 2
_SMALLEST_LEAF = 3
_SMALLEST_SHARE = 0.05
_LEAST_GAIN = 0.01
"""Share of the impurity that a split must take out to be worth a word: assumption."""


@dataclass(frozen=True)
class Condition:
    """A parameter on one side of a threshold."""

    parameter: str
    threshold: float
    is_above: bool


@dataclass(frozen=True)
class Leaf:
    """Worlds that the same conditions hold for."""

    conditions: tuple[Condition, ...]
    """All hold; none for the whole."""
    worlds: int
    failing: int

    @property
    def share(self) -> float:
        """Share of its worlds that fail."""
        return self.failing / self.worlds


def grown(values: Floats, fails: Flags, names: Sequence[str]) -> tuple[Leaf, ...]:
    """Return the leaves, those that fail most first; `values` has shape (worlds, parameters), `fails` (worlds,).

    One leaf without conditions where no threshold tells failures apart.
    """
    rows = np.arange(len(fails))
    whole = _impurity(fails) * len(fails)
    leaves = _split(_Data(values, fails, tuple(names), whole), rows, ())
    return tuple(sorted(leaves, key=lambda leaf: (-leaf.share, -leaf.worlds)))


@dataclass(frozen=True, eq=False)
class _Data:
    values: Floats
    fails: Flags
    names: tuple[str, ...]
    whole: float


def _split(data: _Data, rows: NDArray[np.int64], conditions: tuple[Condition, ...]) -> list[Leaf]:
    best = _best(data, rows) if len(conditions) < DEPTH else None
    if best is None:
        return [Leaf(conditions, int(rows.size), int(data.fails[rows].sum()))]
    column, threshold = best
    is_above = data.values[rows, column] > threshold
    found = []
    for side, chosen in ((True, is_above), (False, ~is_above)):
        condition = Condition(data.names[column], threshold, side)
        found += _split(data, rows[chosen], (*conditions, condition))
    return found


def _best(data: _Data, rows: NDArray[np.int64]) -> tuple[int, float] | None:
    """Column and threshold that take most impurity out; None where none is worth it."""
    least = max(_SMALLEST_LEAF, int(np.ceil(_SMALLEST_SHARE * len(data.fails))))
    now = _impurity(data.fails[rows]) * rows.size
    best, found = _LEAST_GAIN * data.whole, None
    for column in range(data.values.shape[1]):
        order = rows[np.argsort(data.values[rows, column], kind="stable")]
        at, failing = data.values[order, column], np.cumsum(data.fails[order])
        for place in range(least, rows.size - least + 1):
            if at[place] <= at[place - 1]:
                continue
            below, above = failing[place - 1], failing[-1] - failing[place - 1]
            left = _gini(below, place) + _gini(above, rows.size - place)
            if now - left > best + 1e-12:
                best, found = now - left, (column, float((at[place] + at[place - 1]) / 2.0))
    return found


def _impurity(fails: Flags) -> float:
    share = float(fails.mean()) if fails.size else 0.0
    return 2.0 * share * (1.0 - share)


def _gini(failing: float, count: int) -> float:
    return 2.0 * failing * (count - failing) / count
