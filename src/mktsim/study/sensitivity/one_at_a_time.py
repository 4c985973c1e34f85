"""One thing at a time: how far each factor moves an answer from how things are to its ends; pure.

Changes are paired by replication, so that luck shared by both sides goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.study.question.factor import Factor, FactorKind
from mktsim.study.runs.interval import Interval, mean_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Swing:
    """One factor at both of its ends, all else as it is."""

    name: str
    kind: FactorKind
    low: float
    high: float
    base: float
    change_low: Interval
    """Change of the answer at the low end, paired."""
    change_high: Interval
    turns: bool
    """Whether the answer changes its sign at an end."""
    turns_surely: bool = False
    """Whether it does so there by more than luck explains."""

    @property
    def size(self) -> float:
        """How far the answer swings over the range, what lies at the base included."""
        ends = (self.change_low.mean, self.change_high.mean, 0.0)
        return max(ends) - min(ends)

    @property
    def is_sure(self) -> bool:
        """Whether the change at an end is more than luck."""
        return any(one.low > 0.0 or one.high < 0.0 for one in (self.change_low, self.change_high))


def swings(factors: Sequence[Factor], answers: Floats, confidence: float) -> tuple[Swing, ...]:
    """Return the swings, largest first.

    `answers` has shape (replications, 1 + 2 factors): as things are, then low and high of each factor. An interval
    of one replication is a point.
    """
    base = float(answers[:, 0].mean())
    changes = answers[:, 1:] - answers[:, :1]
    found = []
    for place, factor in enumerate(factors):
        low, high = (mean_interval(changes[:, 2 * place + end], confidence) for end in (0, 1))
        turns = any((base + one.mean > 0.0) != (base > 0.0) for one in (low, high))
        ends = [mean_interval(answers[:, 1 + 2 * place + end], confidence) for end in (0, 1)]
        surely = any(one.high < 0.0 if base > 0.0 else one.low > 0.0 for one in ends)
        found.append(Swing(factor.name, factor.kind, factor.low, factor.high, factor.base, low, high, turns, surely))
    return tuple(sorted(found, key=lambda one: (-one.size, one.name)))
