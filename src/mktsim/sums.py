"""Sums whose bits do not depend on the linear-algebra library that a machine happens to use.

`@`, `dot` and `convolve` call BLAS, whose kernels add in an order of their own: the same run then differs in its last
bits from one setting of the library to the next. Anything that reaches an outcome is added up here instead.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def weighted(weights: ArrayLike, values: ArrayLike) -> float:
    """Sum of products of two vectors of the same shape.

    >>> weighted([0.25, 0.75], [4.0, 8.0])
    7.0
    """
    return float(np.sum(np.multiply(weights, values)))


def moving_mean(values: ArrayLike, window: int) -> NDArray[np.float64]:
    """Means over `window` successive values, shape (n - window + 1,); `window` is at most n.

    >>> moving_mean([1.0, 2.0, 6.0], 2).tolist()
    [1.5, 4.0]
    """
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(values, dtype=np.float64), window)
    means: NDArray[np.float64] = windows.mean(axis=-1)
    return means
