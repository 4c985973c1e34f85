"""Confidence intervals of means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
_FEWEST = 2


@dataclass(frozen=True)
class Interval:
    """A mean with its confidence interval."""

    mean: float
    low: float
    high: float


def mean_interval(values: Floats, confidence: float) -> Interval:
    """Mean with its t interval; a single value is its own interval."""
    mean = float(values.mean())
    if values.size < _FEWEST:
        return Interval(mean, mean, mean)
    half = float(stdtrit(values.size - 1, 0.5 + confidence / 2.0) * values.std(ddof=1) / np.sqrt(values.size))
    return Interval(mean, mean - half, mean + half)
