"""Mean over sampled worlds and replications: a crossed two-way layout with random effects on both sides.

A table has shape (replications, worlds): the same replications met every world, so that luck shared by all worlds does
not average out over worlds, nor do differences between worlds over replications. The variance of the mean is that of
the worlds' means, plus that of the replications' means, less what both count twice. Student's quantile has
Satterthwaite's degrees of freedom, and the skewness of the worlds' means is taken out by Hall's cubic, because a loss
that is zero in most worlds is skewed.

What is picked by looking, such as the best arm of each world, is a maximum of estimated means. Its table holds the
differences that were picked, whose spread is that of the maximum (envelope theorem); its bias is taken off by the
jackknife over replications.

Coverage by Monte Carlo: docs/coverage.md. Sources: Satterthwaite 1946, Biometrics Bulletin 2:110; Searle,
Casella & McCulloch 1992, Variance Components; Hall 1992, JRSS B 54:221; Quenouille 1956, Biometrika 43:353.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit
from mktsim.science.statistics.skew_corrected import back, skewness

FEWEST_REPLICATIONS = 4
"""Replications below which an interval is called rough: with two it covers 90% in place of 95%."""
ENOUGH_REPLICATIONS = 8
"""Replications below which an interval is called rough where they, and not worlds, make most of the variance."""
FEWEST_WORLDS = 32
"""Sampled worlds below which the interval of what is picked in each world is called rough: 16 cover up to 98%."""
FEWEST_TELLING = 5
"""Worlds in which something was picked that must differ for the interval not to be called rough."""


@dataclass(frozen=True)
class TwoLevel:
    """A mean over worlds with its interval."""

    mean: float
    low: float
    high: float
    se: float
    """Standard error of the mean."""
    df: float
    """Degrees of freedom of it."""
    is_rough: bool
    """Whether worlds or replications are too few for the interval to keep its level."""

    @property
    def p(self) -> float:
        """Two-sided p value of a mean of zero by Student's t, without the correction for skewness."""
        if self.se <= 0.0:
            return 1.0 if self.mean == 0.0 else 0.0
        return float(2.0 * stdtr(self.df, -abs(self.mean / self.se)))


@dataclass(frozen=True, eq=False)
class Sampling:
    """How the worlds of a table came about, and which level is asked for."""

    weights: Floats
    """Of the worlds, sum one, shape (worlds,)."""
    are_sampled: bool
    """Whether worlds were drawn; named ones are all there are, and only luck is left."""
    level: float = 0.95


@dataclass(frozen=True)
class _Margins:
    """Variances of the mean by where they come from, with their degrees of freedom."""

    worlds: float
    replications: float
    both: float
    df: tuple[int, int, int]


def interval(table: Floats, sampling: Sampling, bias: float = 0.0, *, is_picked: bool = False) -> TwoLevel:
    """Return the weighted mean of a table, shape (replications, worlds), less a bias, with its interval.

    `is_picked` says that the table holds what was picked in each world by looking. One replication gives no interval
    of luck: the ends are infinite where that is all there is. Raises ValueError for a level outside (0, 1).
    """
    require_inside_unit("level", sampling.level)
    by_world = table.mean(axis=0)
    mean = float(np.einsum("w,w->", sampling.weights, by_world)) - bias
    rows, worlds = table.shape
    if rows < 2 or (sampling.are_sampled and worlds < 2):
        return TwoLevel(mean, -math.inf, math.inf, math.inf, 1.0, is_rough=True)
    margins = _margins(table, by_world, sampling)
    variance, df = _pooled(margins)
    se = math.sqrt(variance)
    quantile = float(stdtrit(df, 0.5 + sampling.level / 2.0))
    skew = _skew(by_world, min(1.0, margins.worlds / variance) if variance > 0.0 else 0.0, sampling)
    return TwoLevel(
        mean,
        mean - se * back(quantile, skew, worlds),
        mean - se * back(-quantile, skew, worlds),
        se,
        df,
        is_rough=_is_rough(table, sampling, margins, is_picked=is_picked),
    )


def _margins(table: Floats, by_world: Floats, sampling: Sampling) -> _Margins:
    rows, worlds = table.shape
    weights = sampling.weights
    by_row = np.einsum("w,rw->r", weights, table)
    luck = float(by_row.var(ddof=1)) / rows
    if not sampling.are_sampled:
        return _Margins(0.0, luck, 0.0, (1, rows - 1, 1))
    centre = float(np.einsum("w,w->", weights, by_world))
    spread = float(np.einsum("w,w->", weights**2, (by_world - centre) ** 2)) * worlds / (worlds - 1)
    rest = table - by_world[None, :] - table.mean(axis=1)[:, None] + table.mean()
    noise = float((rest**2).sum()) / ((rows - 1) * (worlds - 1))
    both = float(np.einsum("w,w->", weights, weights)) * noise / rows
    return _Margins(spread, luck, both, (worlds - 1, rows - 1, (rows - 1) * (worlds - 1)))


def _pooled(margins: _Margins) -> tuple[float, float]:
    """Variance of the mean with Satterthwaite's degrees of freedom; never less than the larger margin."""
    of_worlds, of_rows, of_both = margins.df
    least = max(margins.worlds, margins.replications)
    variance = margins.worlds + margins.replications - margins.both
    if variance <= least:
        return least, float(of_worlds if margins.worlds > margins.replications else of_rows)
    parts = margins.worlds**2 / of_worlds + margins.replications**2 / of_rows + margins.both**2 / of_both
    return variance, max(variance**2 / parts, float(min(of_worlds, of_rows)))


def _skew(by_world: Floats, share: float, sampling: Sampling) -> float:
    """Skewness of the worlds' means, unbiased, as far as worlds make the variance."""
    count = by_world.size
    if not sampling.are_sampled or count < 3:
        return 0.0
    return float(skewness(by_world) * math.sqrt(count * (count - 1.0)) / (count - 2.0) * share**1.5)


def _is_rough(table: Floats, sampling: Sampling, margins: _Margins, *, is_picked: bool) -> bool:
    rows, worlds = table.shape
    if rows < FEWEST_REPLICATIONS:
        return True
    if not sampling.are_sampled:
        return False
    if rows < ENOUGH_REPLICATIONS and margins.replications > margins.worlds:
        return True
    if not is_picked:
        return False
    telling = int(np.count_nonzero(np.abs(table).max(axis=0) > 0.0))
    return worlds < FEWEST_WORLDS or telling < FEWEST_TELLING


def picking_bias(good: Floats, weights: Floats) -> float:
    """Return by how much the mean over worlds of the best estimated mean flatters, by the jackknife over replications.

    `good` has shape (replications, worlds, arms), larger is better. Zero with one replication.
    """
    rows = good.shape[0]
    if rows < 2:
        return 0.0
    means = good.mean(axis=0)
    without = (means[None] * rows - good) / (rows - 1)
    each = without.max(axis=2).mean(axis=0) - means.max(axis=1)
    return float((rows - 1) * np.einsum("w,w->", weights, each))


def shortfall(good: Floats, arm: int, sampling: Sampling) -> TwoLevel:
    """Return what an arm loses on average against the best arm of each world: its mean regret.

    Of the arm that is chosen this is the expected value of perfect information about the world. Never below zero.
    """
    best = good.mean(axis=0).argmax(axis=1)
    top = np.take_along_axis(good, best[None, :, None], axis=2)[..., 0]
    found = interval(top - good[..., arm], sampling, picking_bias(good, sampling.weights), is_picked=True)
    return TwoLevel(
        max(0.0, found.mean), max(0.0, found.low), max(0.0, found.high), found.se, found.df, is_rough=found.is_rough
    )
