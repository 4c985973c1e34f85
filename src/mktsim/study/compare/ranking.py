"""Compare arms on a table of outcomes: paired differences, risk, regret, and who can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.metrics.metric import Better
from mktsim.science.statistics import bootstrap, crn, holm, paired, risk
from mktsim.science.statistics.looks import Decision
from mktsim.study.compare.result import Difference
from mktsim.study.runs.interval import Interval, mean_interval

Floats = NDArray[np.float64]
_OUTER = (0.1, 0.5, 0.9)
_FEWEST = 2


@dataclass(frozen=True)
class ArmNumbers:
    """Statistics of one arm's outcomes."""

    interval: Interval
    """Mean with its own t interval."""
    difference: Difference | None
    """To the baseline; None for the baseline itself."""
    p_best: float
    expected_regret: float
    cvar: float
    """Mean of the worst tenth."""
    quantiles: tuple[float, float, float]
    """10%, 50% and 90%."""
    correlation: float
    """With the baseline."""
    variance_reduction: float
    """Against the baseline."""


@dataclass(frozen=True)
class Lead:
    """How far the leading arm is ahead of another, positive in the good direction."""

    arm: int
    interval: Interval
    """Step-down interval that agrees with `p`; in a comparison in looks one that holds at every look."""
    p: float
    """Holm-adjusted over all pairs, because the leader was picked by looking; NaN in a comparison in looks."""
    decision: Decision | None = None
    """What is known of it; None where all replications are looked at once."""

    def is_told(self, confidence: float) -> bool:
        """Tell whether the leader is surely better."""
        if self.decision is not None:
            return self.decision is Decision.BETTER
        return self.p <= 1.0 - confidence and self.interval.mean > 0.0


@dataclass(frozen=True, eq=False)
class Ranking:
    """A comparison of arms."""

    arms: tuple[ArmNumbers, ...]
    order: tuple[int, ...]
    """Arms from best to worst mean; ties in the order of the study."""
    leads: tuple[Lead, ...]
    """Of the leader over the others, in their order."""
    replications: int


def rank(outcomes: Floats, baseline: int, confidence: float, better: Better, seed: int) -> Ranking:
    """Compare the columns of a complete table, shape (replications, arms), at least two by two.

    Differences are arm less baseline in the metric's own direction; regret is never negative. The bootstrap is
    addressed by `seed`.
    """
    sign = better.sign
    good = sign * outcomes
    best = bootstrap.best_of_arms(good, seed)
    differences = _differences(outcomes, baseline, confidence)
    correlation = crn.correlation(outcomes)[baseline]
    reduction = crn.variance_reduction(outcomes)[baseline]
    arms = tuple(
        ArmNumbers(
            interval=mean_interval(outcomes[:, arm], confidence),
            difference=differences.get(arm),
            p_best=float(best.probability_best[arm]),
            expected_regret=float(best.expected_regret[arm]),
            cvar=sign * risk.cvar(good[:, arm]).value,
            quantiles=_quantiles(outcomes[:, arm]),
            correlation=1.0 if arm == baseline else float(correlation[arm]),
            variance_reduction=1.0 if arm == baseline else float(reduction[arm]),
        )
        for arm in range(outcomes.shape[1])
    )
    order = order_of(good.mean(axis=0))
    return Ranking(arms, order, _leads(good, order, confidence), len(outcomes))


def order_of(means: Floats) -> tuple[int, ...]:
    """Arms from the highest mean to the lowest; ties in their order."""
    return tuple(int(arm) for arm in np.argsort(-means, kind="stable"))


def _quantiles(values: Floats) -> tuple[float, float, float]:
    low, middle, high = (float(np.quantile(values, p)) for p in _OUTER)
    return low, middle, high


def _differences(outcomes: Floats, baseline: int, confidence: float) -> dict[int, Difference]:
    if outcomes.shape[1] < _FEWEST:
        return {}
    found = paired.compare(outcomes, baseline, confidence)
    p = holm.adjusted_p(found.p)
    ends = holm.step_down_intervals(found.mean, found.se, found.df, 1.0 - confidence)
    return {
        arm: Difference(Interval(float(found.mean[i]), float(ends.lower[i]), float(ends.upper[i])), float(p[i]))
        for i, arm in enumerate(found.arms)
    }


def _leads(good: Floats, order: tuple[int, ...], confidence: float) -> tuple[Lead, ...]:
    """Leads of the first arm, in a family of all pairs."""
    if len(order) < _FEWEST:
        return ()
    pairs = list(combinations(order, 2))
    apart = np.stack([good[:, first] - good[:, second] for first, second in pairs], axis=1)
    mean, se = apart.mean(axis=0), apart.std(axis=0, ddof=1) / np.sqrt(len(apart))
    df = len(apart) - 1
    p = holm.adjusted_p(paired.p_values(mean, se, df))
    ends = holm.step_down_intervals(mean, se, df, 1.0 - confidence)
    return tuple(
        Lead(second, Interval(float(mean[i]), float(ends.lower[i]), float(ends.upper[i])), float(p[i]))
        for i, (first, second) in enumerate(pairs)
        if first == order[0]
    )
