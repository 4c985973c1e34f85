"""Sums whose bits do not depend on the linear-algebra library that a machine happens to use.

`@`, `dot` and `convolve` call BLAS, whose kernels add in an order of their own: the same run then differs in its last
bits from one setting of the library to the next. Anything that reaches an outcome is added up here instead.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def total(values: ArrayLike) -> float:
    """Sum of all elements, as `numpy.sum` adds them up; half its time for the small arrays of an organisation.

    >>> total([[1.0, 2.0], [3.0, 4.0]])
    10.0
    """
    return float(np.add.reduce(values, axis=None))


def weighted(weights: ArrayLike, values: ArrayLike) -> float:
    """Sum of products of two vectors of the same shape.

    >>> weighted([0.25, 0.75], [4.0, 8.0])
    7.0
    """
    return float(np.add.reduce(np.multiply(weights, values), axis=None))


def windows(values: ArrayLike, width: int) -> NDArray[np.float64]:
    """Views of `width` successive values, shape (n - width + 1, width), read only; `width` is at most n.

    >>> windows([1.0, 2.0, 6.0], 2).tolist()
    [[1.0, 2.0], [2.0, 6.0]]
    """
    held = np.ascontiguousarray(values, dtype=np.float64)
    shape = (len(held) - width + 1, width)
    views: NDArray[np.float64] = np.ndarray(shape, np.float64, held, 0, (held.itemsize, held.itemsize))
    views.flags.writeable = False
    return views


def moving_mean(values: ArrayLike, window: int) -> NDArray[np.float64]:
    """Means over `window` successive values, shape (n - window + 1,); `window` is at most n.

    >>> moving_mean([1.0, 2.0, 6.0], 2).tolist()
    [1.5, 4.0]
    """
    means: NDArray[np.float64] = np.add.reduce(windows(values, window), axis=-1) / window
    return means
