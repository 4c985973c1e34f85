"""Chance constraints: which arms keep to the limits that a decision must not break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics.proportion import share_bounds

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Limit:
    """A limit on the probability of something bad."""

    name: str
    """In words, as `probability of cash_low below -2 M USD`."""
    at_most: float
    """Largest probability accepted, share."""
    tolerance: float
    """Excess over it that still passes, share: without one no number of runs could settle an arm on the edge."""


class Keeping(StrEnum):
    """Whether an arm keeps a limit."""

    MEETS = "meets"
    BREAKS = "breaks"
    UNSURE = "not settled"


@dataclass(frozen=True)
class Kept:
    """State of one chance constraint of one arm so far."""

    limit: str
    keeping: Keeping
    share: float
    """Share of replications that broke it; NaN without any."""
    lower: float
    """Bounds of the probability, valid at every look."""
    upper: float


def kept(limit: Limit, breaches: Floats, alpha: float) -> Kept:
    """Judge one arm by its breaches so far, shape (replications,), each between 0 and 1.

    It breaks the limit when the probability is surely above it, and meets it when it is surely not above limit and
    tolerance together; `alpha` bounds the chance of ever saying wrongly so.
    """
    total, trials = float(breaches.sum()), int(breaches.size)
    bounds = share_bounds(total, trials, alpha)
    keeping = Keeping.UNSURE
    if bounds.lower > limit.at_most:
        keeping = Keeping.BREAKS
    elif bounds.upper <= limit.at_most + limit.tolerance:
        keeping = Keeping.MEETS
    return Kept(limit.name, keeping, total / trials if trials else float("nan"), bounds.lower, bounds.upper)


def worst(found: Sequence[Kept]) -> Keeping:
    """Return what an arm is under all limits: one broken breaks it, one unsettled leaves it so."""
    all_found = {one.keeping for one in found}
    for keeping in (Keeping.BREAKS, Keeping.UNSURE):
        if keeping in all_found:
            return keeping
    return Keeping.MEETS
