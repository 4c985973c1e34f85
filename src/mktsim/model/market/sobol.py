"""Quasi-random nodes for consumer types: Sobol points with a digital shift.

A table of its own (Joe & Kuo 2008, first sixteen dimensions) because scipy's needs the whole of scipy.stats,
which workers never import; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 30
JOE_KUO: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (1, 0, (1,)), (2, 1, (1, 3)), (3, 1, (1, 3, 1)), (3, 2, (1, 1, 1)), (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)), (5, 2, (1, 1, 5, 5, 17)), (5, 4, (1, 1, 5, 5, 5)), (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)), (5, 13, (1, 1, 1, 3, 11)), (5, 14, (1, 3, 5, 5, 31)),
    (6, 1, (1, 3, 3, 9, 7, 49)), (6, 13, (1, 1, 1, 15, 21, 21)), (6, 16, (1, 3, 1, 13, 27, 49)),
)  # fmt: skip
"""Degree, coefficients and initial numbers of dimensions two to sixteen."""
MOST_DIMENSIONS = len(JOE_KUO) + 1


def _directions(dimension: int) -> list[int]:
    if dimension == 0:
        return [1 << (BITS - i) for i in range(1, BITS + 1)]
    degree, coefficients, initial = JOE_KUO[dimension - 1]
    numbers = list(initial)
    for i in range(degree, BITS):
        new = numbers[i - degree] ^ (numbers[i - degree] << degree)
        for k in range(1, degree):
            if (coefficients >> (degree - 1 - k)) & 1:
                new ^= numbers[i - k] << k
        numbers.append(new)
    return [m << (BITS - i) for i, m in enumerate(numbers, start=1)]


def sobol(points: int, dimensions: int, shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shifted Sobol points in (0, 1), shape (points, dimensions); `shift` has a number a dimension or more.

    Raises ValueError beyond sixteen dimensions.
    """
    if dimensions > MOST_DIMENSIONS:
        msg = f"at most {MOST_DIMENSIONS} dimensions, not {dimensions}"
        raise ValueError(msg)
    gray = np.arange(points, dtype=np.uint64)
    gray ^= gray >> np.uint64(1)
    nodes = np.empty((points, dimensions))
    for d in range(dimensions):
        word = np.zeros(points, np.uint64)
        for bit, direction in enumerate(_directions(d)):
            on = (gray >> np.uint64(bit)) & np.uint64(1)
            word ^= on * np.uint64(direction)
        start = np.uint64(int(shift[d] * 2**BITS))
        nodes[:, d] = ((word ^ start).astype(np.float64) + 0.5) / 2**BITS
    return nodes
