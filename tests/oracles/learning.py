"""Learning curve: unit cost falls by a constant share with each doubling of output.

`progress_ratio` is the cost after a doubling relative to before it, typical 0.7 to
0.9, mode 0.8.

Sources: Wright 1936; Dutton & Thomas 1984, Academy of Management Review 9:235.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.domain import require_positive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


def exponent(progress_ratio: float) -> float:
    """Return the elasticity of unit cost to cumulative output, log2 of the ratio."""
    require_positive("progress_ratio", progress_ratio)
    return math.log2(progress_ratio)


def unit_cost(unit_number: ArrayLike, first_cost: float, progress_ratio: float) -> Floats:
    """Return the cost of the n-th unit, money; the shape of `unit_number` (>= 1)."""
    require_positive("first_cost", first_cost)
    number = np.asarray(unit_number, dtype=np.float64)
    return np.asarray(first_cost * number ** exponent(progress_ratio))


def progress_ratio_of(elasticity: float) -> float:
    """Return the progress ratio of a measured elasticity of cost to output."""
    return float(2.0**elasticity)
