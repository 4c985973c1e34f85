"""Confidence intervals of means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.science.statistics.two_level import TwoLevel

Floats = NDArray[np.float64]
_FEWEST = 2


@dataclass(frozen=True)
class Interval:
    """A mean with its confidence interval."""

    mean: float
    low: float
    high: float
    is_rough: bool = False
    """Whether it rests on too few worlds or replications to keep its level; whoever prints it says so."""

    @property
    def is_told(self) -> bool:
        """Whether it leaves zero out."""
        return self.low > 0.0 or self.high < 0.0


def of_level(found: TwoLevel) -> Interval:
    """Return the interval of a mean over worlds and replications."""
    return Interval(found.mean, found.low, found.high, found.is_rough)


def mean_interval(values: Floats, confidence: float) -> Interval:
    """Mean with its t interval; a single value is its own interval."""
    mean = float(values.mean())
    if values.size < _FEWEST:
        return Interval(mean, mean, mean)
    half = float(stdtrit(values.size - 1, 0.5 + confidence / 2.0) * values.std(ddof=1) / np.sqrt(values.size))
    return Interval(mean, mean - half, mean + half)
