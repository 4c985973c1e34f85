"""Intervals of mean paired differences that hold together at every look of a group-sequential design.

Replications come in; at sizes declared beforehand somebody looks, and may stop for any reason that the numbers give.
Each look spends an equal part of the error, as Pocock's design does. The interval of a look reaches from the lower of
two lower ends to the higher of two upper ends: Student's and the one corrected for skewness (`skew_corrected`), each
at the error spent there. Bonferroni's inequality over looks, and over the differences of a family, bounds the chance
that any interval of any look misses, whatever the stopping rule and however looks and differences depend on each
other: for normal differences at every size, not only at large ones. Student's alone misses exponential differences in
11% of sequences from 8 to 100 replications at a level of 95%, the wider of both in 5%; on normal ones it is 3% wider
at 32, half at 8. What else was tried stands in docs/decisions.md.

The joint distribution of looks would allow constants that spend the whole error; with five looks Pocock's are 6%
narrower, but are exact for known variances only.

Sources: Pocock 1977, Biometrika 64:191; O'Brien & Fleming 1979, Biometrics 35:549 and Lan & DeMets 1983, Biometrika
70:659 (other ways to spend); Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49:1055 (why intervals for
one look may not be watched); Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15:657 (negligible
differences).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit, require_non_negative
from mktsim.science.statistics import skew_corrected

FEWEST = skew_corrected.FEWEST
"""Fewest replications of a look."""


class Decision(StrEnum):
    """Decision that an interval of a difference allows, where more is better."""

    BETTER = "better"
    """Above zero."""
    WORSE = "worse"
    """Below zero."""
    NEGLIGIBLE = "negligible"
    """Smaller either way than what is worth acting on, whatever its sign."""
    OPEN = "open"
    """Not known yet."""


@dataclass(frozen=True)
class LookInterval:
    """A mean difference at a look, with an interval that holds at every look."""

    mean: float
    """In units of the outcome, as the ends; NaN without a replication."""
    low: float
    """Minus infinity with fewer than three replications."""
    high: float
    replications: int
    """Complete ones that it rests on."""

    def decision(self, worth: float = 0.0) -> Decision:
        """Return what it says, if differences below `worth` either way are not worth acting on.

        `worth` is in units of the outcome, at least 0; at 0 nothing is negligible but a difference that is zero in
        every replication. Raises ValueError for another value.
        """
        require_non_negative("worth", worth)
        if self.low == self.high == 0.0 or -worth < self.low <= self.high < worth:
            return Decision.NEGLIGIBLE
        if self.low > 0.0:
            return Decision.BETTER
        return Decision.WORSE if self.high < 0.0 else Decision.OPEN


@dataclass(frozen=True)
class Looks:
    """A declared sequence of looks at differences of one family. Raises ValueError for what makes no sequence."""

    level: float
    """Coverage of all intervals of all looks together, between 0 and 1."""
    sizes: tuple[int, ...]
    """Replications at each look, rising from at least three; failed ones are counted."""
    family: int = 1
    """Differences that are looked at together."""

    def __post_init__(self) -> None:
        """Refuse a sequence that was not declared."""
        require_inside_unit("level", self.level)
        rising = all(first < second for first, second in zip(self.sizes, self.sizes[1:], strict=False))
        if not self.sizes or self.sizes[0] < FEWEST or not rising:
            message = f"sizes of looks must rise from {FEWEST} or more, got {self.sizes}"
            raise ValueError(message)
        if self.family < 1:
            message = f"a family has at least one difference, got {self.family}"
            raise ValueError(message)

    @property
    def error(self) -> float:
        """Return what one look spends of the error, for the family together."""
        return (1.0 - self.level) / len(self.sizes)

    def interval(self, differences: Floats, look: int) -> LookInterval:
        """Return the interval of one difference of the family at look number `look`, from 0.

        `differences` are paired, one a complete replication, shape (n,); n may fall short of the look's size by failed
        replications. Raises ValueError for infinite or missing differences, or more than the look's size.
        """
        values = np.asarray(differences, dtype=np.float64)
        count = values.size
        if values.ndim != 1 or count > self.sizes[look] or not np.all(np.isfinite(values)):
            message = f"look {look} is at up to {self.sizes[look]} finite differences, got shape {values.shape}"
            raise ValueError(message)
        mean = float(values.mean()) if count else math.nan
        if count < FEWEST:
            return LookInterval(mean, -math.inf, math.inf, count)
        missed = self.error / self.family
        half = float(stdtrit(count - 1, 1.0 - missed / 2.0) * values.std(ddof=1)) / math.sqrt(count)
        low, high = skew_corrected.interval(values, 1.0 - missed)
        return LookInterval(mean, min(low, mean - half), max(high, mean + half), count)

    def following(self, replications: int) -> int | None:
        """Return the size of the first look beyond some replications; None after the last."""
        return next((size for size in self.sizes if size > replications), None)


def doubling(first: int, last: int) -> tuple[int, ...]:
    """Return sizes that double from `first` and end with `last`, the one before it at most two thirds of that.

    >>> doubling(4, 30)
    (4, 8, 16, 30)
    >>> doubling(8, 100)
    (8, 16, 32, 64, 100)
    >>> doubling(8, 20)
    (8, 20)
    """
    sizes = [first]
    while 2 * sizes[-1] < last:
        sizes.append(2 * sizes[-1])
    if 3 * sizes[-1] > 2 * last:
        sizes.pop()
    return (*sizes, last)
