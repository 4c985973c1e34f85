"""Points in a box of parameters, spread evenly, with addressed luck."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mktsim.model.market.sobol import sobol
from mktsim.streams import Address, Domain, uniforms

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
        shift = np.array([_luck(seed, f"shift {name}", 1)[0, 0] for name in names])
        return sobol(count, len(names), shift)
    found = np.empty((count, len(names)))
    for column, name in enumerate(names):
        luck = _luck(seed, name, count)
        order = np.argsort(luck[:, 0], kind="stable")
        found[order, column] = (np.arange(count) + luck[:, 1]) / count
    return found


def _luck(seed: int, name: str, count: int) -> Floats:
    """Two uniforms a point of one parameter."""
    return uniforms(Address(seed, "", 0, Domain.DESIGN), _STREAM, name, 0, count, 2)
