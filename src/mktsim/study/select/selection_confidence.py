"""Probability of good selection and expected opportunity cost of the current choice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from mktsim.science.statistics.regret import pairwise_loss
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]
_FEWEST = 3
"""Fewest replications of a pair: the expected loss needs more than one degree of freedom."""


@dataclass(frozen=True)
class ArmLead:
    """How far the chosen arm is ahead of another, positive in the good direction."""

    arm: int
    interval: Interval
    """Paired t interval of its own, over the replications that both have: an estimate when runs were stopped by
    looking."""
    p_within: float
    """Estimated probability that the other arm is at most delta worse than the chosen."""
    p_good: float
    """Estimated probability that the chosen arm is at most delta worse than the other."""
    loss: float
    """Expected loss from the other being better, money."""
    variance_reduction: float
    """(s_A² + s_B²) / s_D² of the pair: what common luck saves."""


@dataclass(frozen=True)
class Evidence:
    """Evidence for a choice: probability of good selection, expected opportunity cost."""

    leads: tuple[ArmLead, ...]
    """Over the other arms in play, in their order."""
    probability_good: float
    """Estimated probability that no other arm is better by more than delta; the product over pairs."""
    opportunity_cost: float
    """Bound of the expected opportunity cost: the losses to all others added up, money."""


def evidence(good: Floats, chosen: int, rivals: Sequence[int], delta: float, confidence: float) -> Evidence:
    """Weigh a choice; `good` has shape (replications, arms), larger is better, NaN where not run.

    Each pair is compared over the replications that both have. With fewer than three the loss is unknown (NaN).
    """
    leads = tuple(_lead(good, chosen, rival, delta, confidence) for rival in rivals if rival != chosen)
    return Evidence(
        leads=leads,
        probability_good=math.prod(lead.p_good for lead in leads),
        opportunity_cost=math.fsum(lead.loss for lead in leads),
    )


def _lead(good: Floats, chosen: int, rival: int, delta: float, confidence: float) -> ArmLead:
    both = np.isfinite(good[:, chosen]) & np.isfinite(good[:, rival])
    one, other = good[both, chosen], good[both, rival]
    apart, n = one - other, int(both.sum())
    if n < _FEWEST:
        unknown = float("nan")
        mean = float(apart.mean()) if n else unknown
        return ArmLead(rival, Interval(mean, -math.inf, math.inf), unknown, unknown, unknown, unknown)
    mean, spread = float(apart.mean()), float(apart.std(ddof=1))
    se = spread / math.sqrt(n)
    half = float(stdtrit(n - 1, 0.5 + confidence / 2.0)) * se
    own = float(one.var(ddof=1) + other.var(ddof=1))
    return ArmLead(
        arm=rival,
        interval=Interval(mean, mean - half, mean + half),
        p_within=_below(delta - mean, se, n - 1),
        p_good=_below(delta + mean, se, n - 1),
        loss=float(pairwise_loss(np.array([mean]), np.array([se]), n - 1.0)[0]),
        variance_reduction=own / spread**2 if spread > 0.0 else math.inf,
    )


def _below(room: float, se: float, df: int) -> float:
    if se <= 0.0:
        return 1.0 if room >= 0.0 else 0.0
    return float(stdtr(df, room / se))
