"""Regret over worlds: minimax regret, satisficing, and the variance of the lead between and within worlds; pure.

Tables have shape (replications, worlds, arms), larger is better; a replication has the same random inputs in every
world and for every arm, so that regrets are paired. An estimated regret is biased upwards, because the best is picked
by looking; `perfect_information` says how much of that is taken off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics.perfect_information import bias_corrected, perfect_information, resampled_means
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ArmRobustness:
    """One arm over all worlds."""

    mean: float
    """Mean over worlds by weight."""
    regret: Interval
    """Mean over worlds of what it loses against the best arm of each world, bias taken off."""
    worst_regret: Interval
    """The largest over worlds."""
    worst_world: int
    p_minimax: float
    """Probability that its largest regret is the smallest (bootstrap over replications)."""
    satisficing: float
    """Share of worlds, by weight, in which its mean is at least what is asked for."""
    satisficing_ends: tuple[float, float]
    """Interval of that share from resampled replications."""
    best_share: float
    """Share of worlds, by weight, in which it is best."""


@dataclass(frozen=True)
class Split:
    """Variance of the lead of the leading arm over the next, by what it comes from; shares sum to one."""

    market: float
    """From which world it is: only knowing the market better takes it away."""
    luck: float
    """From the replication, alike in all worlds."""
    interaction: float
    """From both together."""
    se: float
    """Standard error of the mean lead from the replications there are, money."""


@dataclass(frozen=True, eq=False)
class RegretTable:
    """All that the table says."""

    arms: tuple[ArmRobustness, ...]
    leader: int
    """Highest mean over worlds."""
    runner_up: int
    minimax: int
    """Smallest largest regret."""
    regrets: Floats
    """Of each arm in each world, shape (worlds, arms), at least zero."""
    regret_se: Floats
    """Standard errors of them."""
    means: Floats
    """Shape (worlds, arms)."""
    split: Split
    information: Interval
    """Worth of knowing the world before choosing: mean of the best of each world less the best mean, bias taken
    off."""


@dataclass(frozen=True)
class RegretOptions:
    """Options of a table of regrets."""

    satisfied_with: float
    """Metric, in the good direction, that is good enough."""
    confidence: float
    seed: int


def regret_table(good: Floats, weights: Floats, asked: RegretOptions) -> RegretTable:
    """Work out a complete table with at least two replications, arms and worlds; `weights` of worlds sum to one."""
    means = good.mean(axis=0)
    regrets = means.max(axis=1, keepdims=True) - means
    drawn = resampled_means(good, asked.seed)
    again = drawn.max(axis=2, keepdims=True) - drawn
    overall = np.einsum("wa,w->a", means, weights)
    order = np.argsort(-overall, kind="stable")
    worst, worst_again = regrets.max(axis=0), again.max(axis=1)
    mean_again = np.einsum("bwa,w->ba", again, weights)
    winners = worst_again <= worst_again.min(axis=1, keepdims=True)
    minimax_share = (winners / winners.sum(axis=1, keepdims=True)).mean(axis=0)
    best = means >= means.max(axis=1, keepdims=True)
    good_enough = np.einsum("bwa,w->ba", (drawn >= asked.satisfied_with).astype(np.float64), weights)
    arms = tuple(
        ArmRobustness(
            mean=float(overall[arm]),
            regret=_corrected(float(weights @ regrets[:, arm]), mean_again[:, arm], asked.confidence),
            worst_regret=_corrected(float(worst[arm]), worst_again[:, arm], asked.confidence),
            worst_world=int(np.argmax(regrets[:, arm])),
            p_minimax=float(minimax_share[arm]),
            satisficing=_share(weights @ (means[:, arm] >= asked.satisfied_with)),
            satisficing_ends=_ends(good_enough[:, arm], asked.confidence),
            best_share=_share(weights @ (best / best.sum(axis=1, keepdims=True))[:, arm]),
        )
        for arm in range(good.shape[2])
    )
    leader, runner_up = int(order[0]), int(order[1])
    return RegretTable(
        arms=arms,
        leader=leader,
        runner_up=runner_up,
        minimax=int(np.argmin(worst)),
        regrets=regrets,
        regret_se=_errors(good, means),
        means=means,
        split=split(good[:, :, leader] - good[:, :, runner_up]),
        information=Interval(*perfect_information(means, drawn, weights, asked.confidence)),
    )


def split(lead: Floats) -> Split:
    """Split the variance of a table of leads, shape (replications, worlds), by two-way analysis of variance.

    Components are those of the random-effects model without repetition; a negative estimate counts as zero.
    """
    rows, worlds = lead.shape
    centre = lead.mean()
    by_world, by_row = lead.mean(axis=0), lead.mean(axis=1)
    rest = lead - by_world[None, :] - by_row[:, None] + centre
    error = float((rest**2).sum() / max((rows - 1) * (worlds - 1), 1))
    market = max(0.0, float(by_world.var(ddof=1)) - error / rows) if worlds > 1 else 0.0
    luck = max(0.0, float(by_row.var(ddof=1)) - error / worlds)
    total = market + luck + error
    se = float(by_row.std(ddof=1)) / np.sqrt(rows)
    if total <= 0.0:
        return Split(0.0, 0.0, 0.0, se)
    return Split(market / total, luck / total, error / total, se)


def _share(value: float) -> float:
    """Return a sum of weights without the rounding of the sum, so that all worlds are 1."""
    return round(float(value), 12)


def _ends(drawn: Floats, confidence: float) -> tuple[float, float]:
    low, high = np.quantile(drawn, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0])
    return _share(float(low)), _share(float(high))


def _corrected(value: float, drawn: Floats, confidence: float) -> Interval:
    return Interval(*bias_corrected(value, drawn, confidence))


def _errors(good: Floats, means: Floats) -> Floats:
    """Standard error of each regret: that of the paired difference to the best arm of the world."""
    best = np.argmax(means, axis=1)
    top = np.take_along_axis(good, np.broadcast_to(best[None, :, None], (good.shape[0], best.size, 1)), axis=2)
    return np.asarray((top - good).std(axis=0, ddof=1) / np.sqrt(good.shape[0]))
