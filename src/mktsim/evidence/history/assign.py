"""Columns are given roles together: the assignment with most points, and what comes close to it.

Source of the method: the linear assignment problem (Kuhn 1955, Naval Research Logistics Quarterly 2:83).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.speaking import NEVER
from mktsim.science.arrays import Floats

MARGIN = 1.0
"""Points by which an assignment must be ahead of one that gives a role to another column; assumption."""


@dataclass(frozen=True)
class Assigned:
    """Which column has which role."""

    places: dict[Role, int]
    """Column of each role that one has."""
    rivals: dict[Role, tuple[int, ...]]
    """Columns that would do nearly as well in a role as the one that has it."""


def assigned(points: Floats, roles: tuple[Role, ...]) -> Assigned:
    """Give roles to columns by their points, shape (columns, roles); a role without a column costs nothing."""
    places, total = _best(points, roles)
    rivals = {}
    for role, place in places.items():
        close = _close(points, roles, role, place, total)
        if close:
            rivals[role] = close
    return Assigned(places, rivals)


def _close(points: Floats, roles: tuple[Role, ...], role: Role, place: int, total: float) -> tuple[int, ...]:
    """Return the columns that could have a role at a loss below the margin, the one at `place` aside."""
    found: list[int] = []
    left = points.copy()
    left[place, roles.index(role)] = NEVER
    while True:
        other, reached = _best(left, roles)
        if role not in other or total - reached >= MARGIN:
            return tuple(found)
        found.append(other[role])
        left[other[role], roles.index(role)] = NEVER


def _best(points: Floats, roles: tuple[Role, ...]) -> tuple[dict[Role, int], float]:
    """Return the assignment with most points and how many it has."""
    from scipy.optimize import linear_sum_assignment

    if points.shape[0] == 0:
        return {}, 0.0
    # As many columns without points as roles, so that a role may stay empty.
    padded = np.vstack([np.where(points > 0.0, points, NEVER), np.zeros((len(roles), len(roles)))])
    rows, columns = linear_sum_assignment(padded, maximize=True)
    given = [(row, column) for row, column in zip(rows, columns, strict=True) if padded[row, column] > 0.0]
    return {roles[column]: int(row) for row, column in given}, float(sum(padded[one] for one in given))
