"""When a comparison may stop: looks at all pairs of arms until the leader is told from each, or near enough.

Intervals of all pairs hold together at every look (`science/statistics/looks.py`), so whatever is read off them holds
as well: who leads, by how much, and that a difference is too small to matter. The leader is picked by looking, hence
all pairs and not those with the leader only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics.looks import Decision, LookInterval, Looks, doubling
from mktsim.study.compare.ranking import Lead, Ranking
from mktsim.study.compare.result import Design, Difference
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]
FIRST_LOOK = 8
"""Replications of the first look: with fewer the intervals of several arms are too wide to end anything, and losses and
chances of being best say too little: assumption."""
_FEWEST = 2


def looks_at(arms: int, replications: int, confidence: float) -> Looks | None:
    """Return the looks at a study of so many arms and replications; None where there is nothing to stop early."""
    if arms < _FEWEST or replications <= FIRST_LOOK:
        return None
    return Looks(confidence, doubling(FIRST_LOOK, replications), family=arms * (arms - 1) // 2)


def look_of(design: Design, arms: int, confidence: float) -> Look | None:
    """Return the look at which a comparison of so many arms stopped; None where it was looked once, at the end."""
    if not design.in_looks:
        return None
    looks = Looks(confidence, design.looks, family=arms * (arms - 1) // 2)
    return Look(looks, design.looks.index(design.stopped), design.worth)


@dataclass(frozen=True)
class Look:
    """One look at a comparison."""

    looks: Looks
    number: int
    """From 0."""
    worth: float
    """Difference that is not worth acting on, in the unit of the metric."""

    def between(self, good: Floats, first: int, second: int) -> LookInterval:
        """Return the difference of two arms, the first less the second."""
        return self.looks.interval(good[:, first] - good[:, second], self.number)

    def design(self, ranking: Ranking) -> Design:
        """Return what the comparison says of how it was stopped, if it is stopped here."""
        sizes = self.looks.sizes
        return Design(sizes, sizes[self.number], sizes[-1], self.worth, sure=is_sure(ranking.leads))


def is_sure(leads: Iterable[Lead]) -> bool:
    """Tell whether the leader is told from every other arm, or near enough to it."""
    return all(lead.decision in {Decision.BETTER, Decision.NEGLIGIBLE} for lead in leads)


def leads_at(good: Floats, order: tuple[int, ...], look: Look) -> tuple[Lead, ...]:
    """Return the leads of the first arm of `order` over the others; `good` as in `at_look`."""
    leader, *others = order
    seen = [(arm, look.between(good, leader, arm)) for arm in others]
    return tuple(Lead(arm, _plain(one), math.nan, one.decision(look.worth)) for arm, one in seen)


def at_look(ranking: Ranking, good: Floats, baseline: int, look: Look) -> Ranking:
    """Return a ranking whose leads and differences to the baseline hold at every look.

    `good` are the complete outcomes at this look, larger is better, shape (replications, arms).
    """
    arms = tuple(
        numbers
        if numbers.difference is None
        else replace(numbers, difference=_difference(numbers.difference, look.between(good, arm, baseline), look.worth))
        for arm, numbers in enumerate(ranking.arms)
    )
    return replace(ranking, arms=arms, leads=leads_at(good, ranking.order, look))


def _difference(before: Difference, seen: LookInterval, worth: float) -> Difference:
    """Return the difference to the baseline in the metric's own direction, as it was before."""
    low, high = (-seen.high, -seen.low) if before.interval.mean * seen.mean < 0.0 else (seen.low, seen.high)
    return Difference(Interval(before.interval.mean, low, high), math.nan, seen.decision(worth))


def _plain(one: LookInterval) -> Interval:
    return Interval(one.mean, one.low, one.high)
