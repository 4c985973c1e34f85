"""One thing at a time: how far each factor moves an answer from how things are to its ends; pure.

Changes are paired by replication, so that luck shared by both sides goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics.zero_crossing import Crossing, crossing
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
    gone: Crossing | None = None
    """Where the answer is zero, by straight lines; None where the range has no value in between."""

    @property
    def size(self) -> float:
        """How far the answer swings over the range, what lies at the base included."""
        ends = (self.change_low.mean, self.change_high.mean, 0.0)
        return max(ends) - min(ends)


def swings(factors: Sequence[Factor], answers: Floats, confidence: float) -> tuple[Swing, ...]:
    """Return the swings, largest first.

    `answers` has shape (replications, 1 + 2 factors): as things are, then low and high of each factor. The intervals
    of all changes hold together (Bonferroni). An interval of one replication is a point.
    """
    base = float(answers[:, 0].mean())
    level = 1.0 - (1.0 - confidence) / max(2 * len(factors), 1)
    changes = answers[:, 1:] - answers[:, :1]
    found = []
    for place, factor in enumerate(factors):
        low, high = (mean_interval(changes[:, 2 * place + end], level) for end in (0, 1))
        turns = any((base + one.mean > 0.0) != (base > 0.0) for one in (low, high))
        ends = [mean_interval(answers[:, 1 + 2 * place + end], level) for end in (0, 1)]
        surely = any(one.high < 0.0 if base > 0.0 else one.low > 0.0 for one in ends)
        gone = _gone(factor, answers[:, [1 + 2 * place, 0, 2 + 2 * place]], confidence)
        heading = (factor.name, factor.kind, factor.low, factor.high, factor.base)
        found.append(Swing(*heading, low, high, turns, surely, gone))
    return tuple(sorted(found, key=lambda one: (-one.size, one.name)))


def _gone(factor: Factor, answers: Floats, confidence: float) -> Crossing | None:
    """Return where the answer is zero between the ends; `answers` at low, as is and high."""
    if not factor.low < factor.base < factor.high:
        return None
    return crossing([factor.low, factor.base, factor.high], answers, factor.base, confidence)
