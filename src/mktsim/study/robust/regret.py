"""Regret over worlds: minimax regret, satisficing, and the variance of the lead between and within worlds; pure.

Tables have shape (replications, worlds, arms), larger is better; a replication has the same random inputs in every
world and for every arm, so that regrets are paired. Drawn worlds are a sample, as replications are: intervals of means
hold both (`science.statistics.two_level`), bounds of shares of worlds are exact. Worlds that the study names are all
there are, and intervals hold the luck of replications only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.science.statistics import exact_share, resampling, two_level
from mktsim.science.statistics.two_level import Sampling
from mktsim.study.runs.interval import Interval, mean_interval, of_level
from mktsim.study.runs.world_values import leader_of, worth_of_knowing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_DRAWS = 1000
"""Resamples: standard error of a probability at most 1.6 points."""
NEAREST = 2
"""Arms over which the lead is looked at where assumptions are moved: what may be best is seldom more."""


@dataclass(frozen=True)
class ArmRobustness:
    """One arm over all worlds."""

    mean: Interval
    """Mean over worlds by weight."""
    behind: Interval | None
    """How far it is behind the leader over all worlds, positive when it is worse; simultaneous over the arms behind;
    None for the leader."""
    regret: Interval
    """Mean over worlds of what it loses against the best arm of each world, bias taken off; its own interval."""
    worst_regret: Interval
    """The largest among the worlds that were tried, bias taken off; its interval holds luck only, over all worlds."""
    worst_world: int
    p_minimax: float
    """Probability that its largest regret is the smallest (worlds, where drawn, and replications resampled)."""
    satisficing: float
    """Share of worlds, by weight, in which its mean is at least what is asked for."""
    satisficing_ends: tuple[float, float]
    """Bounds of that share: exact where worlds were drawn, else from resampled replications."""
    best_share: float
    """Share of worlds, by weight, in which it has the highest mean."""
    best_ends: tuple[float, float]
    """Bounds of that share, as above."""


@dataclass(frozen=True)
class Split:
    """Variance of the lead of the leading arm over the next, by what it comes from; shares sum to one."""

    market: float
    """From which world it is: only knowing the market better takes it away."""
    luck: float
    """From the replication, alike in all worlds."""
    interaction: float
    """From both together."""


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
    """Worth of knowing the world before choosing."""
    are_sampled: bool
    """Whether worlds were drawn."""

    @property
    def nearest(self) -> tuple[int, ...]:
        """Arms nearest to the leader: the next best, then the one that may turn out better by most."""
        others = [place for place in range(len(self.arms)) if place not in (self.leader, self.runner_up)]
        by_bound = sorted(others, key=lambda place: (_least_lead(self.arms[place]), place))
        return (self.runner_up, *by_bound)[:NEAREST]


def _least_lead(arm: ArmRobustness) -> float:
    return arm.behind.low if arm.behind is not None else np.inf


@dataclass(frozen=True)
class RegretOptions:
    """Options of a table of regrets."""

    satisfied_with: float
    """Metric, in the good direction, that is good enough."""
    confidence: float
    seed: int
    are_sampled: bool = True
    """Whether worlds were drawn, so that they are a sample."""


@dataclass(frozen=True, eq=False)
class _Table:
    """A complete table with what all arms share."""

    good: Floats
    sampling: Sampling
    asked: RegretOptions
    means: Floats
    drawn: Floats
    """Means of resampled replications, shape (draws, worlds, arms)."""
    present: Flags
    """Which worlds a resample holds, shape (draws, worlds)."""

    @property
    def regrets(self) -> Floats:
        return np.asarray(self.means.max(axis=1, keepdims=True) - self.means)


def regret_table(good: Floats, weights: Floats, asked: RegretOptions) -> RegretTable:
    """Work out a complete table with at least two replications, arms and worlds; `weights` of worlds sum to one."""
    sampling = Sampling(weights, asked.are_sampled, asked.confidence)
    means = good.mean(axis=0)
    table = _Table(good, sampling, asked, means, _resampled(good, asked.seed), _present(weights.size, asked))
    leader, order = leader_of(good, weights), np.argsort(-np.einsum("wa,w->a", means, weights), kind="stable")
    runner_up = int(next(place for place in order if place != leader))
    return RegretTable(
        arms=_arms(table, leader),
        leader=leader,
        runner_up=runner_up,
        minimax=int(np.argmin(table.regrets.max(axis=0))),
        regrets=table.regrets,
        regret_se=_errors(good, means),
        means=means,
        split=split(good[:, :, leader] - good[:, :, runner_up]),
        information=worth_of_knowing(good, sampling),
        are_sampled=asked.are_sampled,
    )


def _arms(table: _Table, leader: int) -> tuple[ArmRobustness, ...]:
    good, sampling, means = table.good, table.sampling, table.means
    minimax = _minimax_shares(table)
    best = means >= means.max(axis=1, keepdims=True)
    enough = means >= table.asked.satisfied_with
    again = (
        table.drawn >= table.drawn.max(axis=2, keepdims=True),
        table.drawn >= table.asked.satisfied_with,
    )
    return tuple(
        ArmRobustness(
            mean=of_level(two_level.interval(good[..., arm], sampling)),
            behind=None if arm == leader else _behind(table, leader, arm),
            regret=of_level(two_level.shortfall(good, arm, sampling)),
            worst_regret=_worst(table, arm),
            worst_world=int(np.argmax(table.regrets[:, arm])),
            p_minimax=float(minimax[arm]),
            satisficing=_share(float(sampling.weights @ enough[:, arm])),
            satisficing_ends=_share_ends(table, enough[:, arm], again[1][..., arm]),
            best_share=_share(float(sampling.weights @ (best / best.sum(axis=1, keepdims=True))[:, arm])),
            best_ends=_share_ends(table, best[:, arm], again[0][..., arm]),
        )
        for arm in range(good.shape[2])
    )


def _behind(table: _Table, leader: int, arm: int) -> Interval:
    """Lead over one arm; all leads hold together, because the leader was picked by looking at all of them."""
    sampling, others = table.sampling, table.good.shape[2] - 1
    level = 1.0 - (1.0 - sampling.level) / others
    apart = table.good[..., leader] - table.good[..., arm]
    return of_level(two_level.interval(apart, Sampling(sampling.weights, sampling.are_sampled, level)))


def _worst(table: _Table, arm: int) -> Interval:
    """Largest regret among the worlds tried; luck's interval at a level that holds for all of them."""
    good, worlds = table.good, table.means.shape[0]
    place = int(np.argmax(table.regrets[:, arm]))
    best = int(np.argmax(table.means[place]))
    bias = two_level.picking_bias(good[:, [place]], np.ones(1))
    level = 1.0 - (1.0 - table.sampling.level) / worlds
    found = mean_interval(good[:, place, best] - good[:, place, arm], level)
    mean, low, high = (max(0.0, one - bias) for one in (found.mean, found.low, found.high))
    return Interval(mean, low, high, is_rough=len(good) < two_level.FEWEST_REPLICATIONS)


def _minimax_shares(table: _Table) -> Floats:
    """Share of resamples in which each arm's largest regret is the smallest."""
    regrets = table.drawn.max(axis=2, keepdims=True) - table.drawn
    worst = np.where(table.present[..., None], regrets, -np.inf).max(axis=1)
    winners = worst <= worst.min(axis=1, keepdims=True)
    return np.asarray((winners / winners.sum(axis=1, keepdims=True)).mean(axis=0))


def _resampled(good: Floats, seed: int) -> Floats:
    flat = resampling.means(good.reshape(good.shape[0], -1), _DRAWS, seed, "robust")
    return flat.reshape(_DRAWS, *good.shape[1:])


def _present(worlds: int, asked: RegretOptions) -> Flags:
    if not asked.are_sampled:
        return np.ones((_DRAWS, worlds), dtype=bool)
    return np.concatenate(list(resampling.weights(worlds, _DRAWS, asked.seed, "worlds"))) > 0.0


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
    if total <= 0.0:
        return Split(0.0, 0.0, 0.0)
    return Split(market / total, luck / total, error / total)


def surely_behind(good: Floats, leader: int, tolerance: float, confidence: float) -> Flags:
    """Tell in which worlds another arm is surely better than the leader by more than a tolerance, shape (worlds,).

    By a one-sided paired t test in each world, the error shared among the rivals of that world: single for each world.
    """
    rows, _, arms = good.shape
    apart = np.delete(good, leader, axis=2) - good[..., [leader]]
    quantile = float(stdtrit(rows - 1, 1.0 - (1.0 - confidence) / (arms - 1)))
    low = apart.mean(axis=0) - quantile * apart.std(axis=0, ddof=1) / np.sqrt(rows)
    return np.asarray((low > tolerance).any(axis=1))


def _share(value: float) -> float:
    """Return a sum of weights without the rounding of the sum, so that all worlds are 1."""
    return round(float(value), 12)


def _share_ends(table: _Table, flags: Flags, again: Flags) -> tuple[float, float]:
    """Bounds of a share of worlds; `again` are the flags of resampled replications, shape (draws, worlds)."""
    sampling = table.sampling
    if table.asked.are_sampled:
        return exact_share.bounds(int(flags.sum()), flags.size, sampling.level)
    drawn = again.astype(np.float64) @ sampling.weights
    low, high = np.quantile(drawn, [0.5 - sampling.level / 2.0, 0.5 + sampling.level / 2.0])
    return _share(float(low)), _share(float(high))


def _errors(good: Floats, means: Floats) -> Floats:
    """Standard error of each regret: that of the paired difference to the best arm of the world."""
    best = np.argmax(means, axis=1)
    top = np.take_along_axis(good, np.broadcast_to(best[None, :, None], (good.shape[0], best.size, 1)), axis=2)
    return np.asarray((top - good).std(axis=0, ddof=1) / np.sqrt(good.shape[0]))
