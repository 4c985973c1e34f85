"""Ranking and selection played many times at once: the rules of the product, laid over arrays of plays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mktsim.science.statistics import kim_nelson, ocba
from mktsim.science.statistics.kim_nelson import KimNelson

DELTA = 1.0 / np.sqrt(10.0)
Draw = Callable[[np.ndarray, int], np.ndarray]
"""(plays, replications) to outcomes of shape (plays, replications, arms)."""


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


@dataclass(frozen=True)
class Played:
    """What many plays came to."""

    selected: np.ndarray
    """Arm of each play."""
    observations: np.ndarray
    """Outcomes that each play took."""

    def right(self, best=0):
        """Share of plays that took the best, and its standard error."""
        share = float((self.selected == best).mean())
        return share, float(np.sqrt(max(share * (1.0 - share), 1e-9) / self.selected.size))

    def mean(self):
        """Mean observations, and its standard error."""
        return float(self.observations.mean()), float(self.observations.std(ddof=1) / np.sqrt(self.observations.size))


def slippage(arms):
    """The best leads all others, which are equal, by delta."""
    return np.where(np.arange(arms) == 0, DELTA, 0.0)


def decreasing(arms):
    """Every arm is delta below the one before."""
    return DELTA - DELTA * np.arange(arms)


VARIANCES = {
    "equal": np.ones_like,
    "increasing": lambda means: np.abs(means - DELTA) + 1.0,
    "decreasing": lambda means: 1.0 / (np.abs(means - DELTA) + 1.0),
}


def normal_draw(means, sds, seed, shared=0.0):
    """Independent or equicorrelated normal outcomes."""
    random = luck(seed)

    def draw(plays, count):
        shape = (plays.size, count, means.size)
        own = random.standard_normal(shape)
        if shared:
            own = np.sqrt(1.0 - shared) * own + np.sqrt(shared) * random.standard_normal((*shape[:2], 1))
        return means + sds * own

    return draw


def screen_many(draw: Draw, plays: int, settings: KimNelson) -> Played:
    """Play the screening until all plays have an answer; the same looks and boundaries as `kim_nelson.screen`."""
    ids, r = np.arange(plays), settings.first_stage
    stage = draw(ids, r)
    arms = stage.shape[2]
    scale = kim_nelson.h_squared(settings.alpha / (arms - 1), r, settings.cycles)
    ends = np.empty((plays, arms, arms))
    for arm in range(arms):
        ends[:, arm] = scale * (stage[:, :, [arm]] - stage).var(axis=1, ddof=1) / settings.delta**2
    sums, alive = stage.sum(axis=1), np.ones((plays, arms), dtype=bool)
    selected, observed = np.zeros(plays, dtype=int), np.zeros(plays)
    while ids.size:
        means = np.where(alive, sums / r, -np.inf)
        slack = settings.delta / (2.0 * settings.cycles * r) * np.maximum(ends - r, 0.0)
        both = alive[:, :, None] & alive[:, None, :]
        last = np.where(both, ends, 0.0).max(axis=(1, 2))
        kept = alive & (means >= (means[:, None, :] - slack).max(axis=2))
        observed[ids] += r * (alive & ~kept).sum(axis=1)
        done = (kept.sum(axis=1) == 1) | (r > last)
        selected[ids[done]] = np.where(kept[done], means[done], -np.inf).argmax(axis=1)
        observed[ids[done]] += r * kept[done].sum(axis=1)
        ids, ends, sums, alive = ids[~done], ends[~done], sums[~done], kept[~done]
        if ids.size:
            sums = sums + draw(ids, settings.batch).sum(axis=1)
            r += settings.batch
    return Played(selected, observed)


def allocate_many(means, sds, budgets, plays, first=10, step=20, seed=1):
    """Share of plays in which the arm with the lowest mean was taken, at each budget, under OCBA."""
    random = luck(seed)
    right = np.zeros((plays, len(budgets)))
    arms = means.size
    for play in range(plays):
        drawn = random.normal(means, sds, (first, arms))
        counts, sums, squares = np.full(arms, first), drawn.sum(axis=0), (drawn**2).sum(axis=0)
        for place, budget in enumerate(budgets):
            while counts.sum() < budget:
                centre = sums / counts
                variance = np.maximum(squares - counts * centre**2, 0.0) / (counts - 1)
                more = ocba.allocate(-centre, variance, counts, min(step, int(budget - counts.sum())))
                for arm in np.flatnonzero(more):
                    fresh = random.normal(means[arm], sds[arm], more[arm])
                    sums[arm] += fresh.sum()
                    squares[arm] += (fresh**2).sum()
                counts = counts + more
            right[play, place] = np.argmin(sums / counts) == np.argmin(means)
    return right.mean(axis=0)
