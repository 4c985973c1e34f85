"""How hard a what-if question looks: the looks, and how much fits the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mktsim.science.statistics.looks import Decision, Looks, doubling

FIRST_LOOK = 3
"""Replications at the first look: the fewest that an interval can be made of."""
MOST = 384
"""Replications at the last look."""
SAMPLING_SHARE = 0.75
"""Part of the time for the difference itself; the rest asks which assumption would turn it. Assumption."""
WORTHWHILE = 1.25
"""A look that time would cut to fewer replications than this multiple of what is there is not begun. Assumption."""
TURN_REPLICATIONS = 2
"""Replications at each end of an assumption: differences are paired, and it is an indication. Assumption."""


@dataclass(frozen=True)
class HowHard:
    """How long to look."""

    seconds: float = 20.0
    """Time for the whole answer."""
    worth: float = 0.0
    """Differences below this are not worth acting on, in units of the metric."""
    replications: int | None = None
    """So many replications and no time limit, which gives the same numbers on every machine."""

    def looks(self, confidence: float, changes: int) -> Looks:
        """Return the looks that intervals allow for."""
        last = MOST if self.replications is None else max(self.replications, FIRST_LOOK)
        sizes = doubling(FIRST_LOOK, last)
        return Looks(confidence, sizes, changes)


def fitting(done: int, costs: Sequence[float], left: float) -> int:
    """Return how many replications of the next look fit the time; as many as there are where it is not worth it.

    `costs` are the seconds of each further replication of the look.

    >>> fitting(12, [0.5] * 12, 10.0), fitting(12, [0.5] * 12, 4.0), fitting(12, [0.5] * 12, 1.0)
    (24, 20, 12)
    """
    size = done + len(costs)
    fits = done + sum(spent <= left for spent in accumulate(costs))
    return fits if fits >= min(size, WORTHWHILE * done) else done


def settled(decisions: Iterable[Decision]) -> bool:
    """Return whether every change is clear or negligible."""
    return all(decision is not Decision.OPEN for decision in decisions)
