"""Effects of execution, sources of noise and assumptions on outcomes; arrays in, results out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.study.compare.result import AssumptionEffect, Loss, SourceShare
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]

TOLD = 3
"""Assumptions that are told."""
_FEWEST = 2
FEWEST_FOR_SHARES = 4
"""Replications below which shares of variance would be luck themselves."""


def loss(ladder: Floats) -> Loss:
    """Split a loss by switching imperfections on one after the other.

    `ladder` has shape (4, replications): ideal, late, late and misinformed, as it is; larger is better. Parts are
    signed: an imperfection may help.
    """
    parts = np.vstack([ladder[:-1] - ladder[1:], ladder[:1] - ladder[-1:]])
    late, misinformed, unexecuted, _ = (float(x) for x in parts.mean(axis=1))
    count = ladder.shape[1]
    errors = parts.std(axis=1, ddof=1) / math.sqrt(count) if count >= _FEWEST else np.full(4, np.nan)
    return Loss(late, misinformed, unexecuted, (float(errors[0]), float(errors[1]), float(errors[2]), float(errors[3])))


def ideal_interval(real: Interval, gains: Floats, confidence: float) -> Interval:
    """Interval of the ideal value: the real mean over all replications plus the mean paired gain over some.

    `gains` has shape (replications,); both errors enter as if independent.
    """
    mean = real.mean + float(gains.mean())
    half = real.high - real.mean
    if gains.size >= _FEWEST:
        t = float(stdtrit(gains.size - 1, 0.5 + confidence / 2.0))
        half = math.hypot(half, t * float(gains.std(ddof=1)) / math.sqrt(gains.size))
    return Interval(mean, mean - half, mean + half)


def ideal_order(real: tuple[int, ...], ideal: Floats, confidence: float) -> tuple[int, ...]:
    """Order of the arms under ideal execution, the best first.

    `ideal` has shape (arms, replications), larger is better. Two arms change places against their `real` order only
    where their paired difference excludes zero at the confidence asked for.
    """
    order = list(real)
    for _ in real:
        for place in range(len(order) - 1):
            before, after = order[place : place + 2]
            if _surely_positive(ideal[after] - ideal[before], confidence):
                order[place : place + 2] = [after, before]
    return tuple(order)


def _surely_positive(differences: Floats, confidence: float) -> bool:
    count = differences.size
    if count < _FEWEST:
        return False
    t = float(stdtrit(count - 1, 0.5 + confidence / 2.0))
    return bool(differences.mean() > max(0.0, t * float(differences.std(ddof=1)) / math.sqrt(count)))


def variance_by_source(alone: Floats, names: Sequence[str]) -> tuple[SourceShare, ...]:
    """Share of each source of noise in the variances that the sources make by themselves, largest first.

    `alone` has shape (sources, replications): outcomes with one source drawn and every other at its expectation. These
    are shares of first order (Saltelli et al. 2008) at expected luck, of their own sum: the variance with all noise on
    would add its own error, and is another number only by the interaction of sources. Standard errors are the
    jackknife's over replications. Empty where nothing varies or replications are fewer than four.
    """
    count = alone.shape[1]
    kept = [np.arange(count) != left_out for left_out in range(count)]
    if count < FEWEST_FOR_SHARES:
        return ()
    made = alone.var(axis=1)
    variances = np.stack([alone[:, one].var(axis=1) for one in kept], axis=1)
    if not np.all(variances.sum(axis=0) > 0.0):
        return ()
    without = variances / variances.sum(axis=0)
    errors = np.sqrt((count - 1) * without.var(axis=1))
    rows = [SourceShare(*row) for row in zip(names, (made / made.sum()).tolist(), errors.tolist(), strict=True)]
    return tuple(sorted(rows, key=lambda row: -row.share))


def assumption_effects(
    base: Floats, ranges: Sequence[tuple[str, float, float]], differences: Floats
) -> tuple[AssumptionEffect, ...]:
    """Assumptions that move the difference of leader to runner-up most, at most three.

    `base` is leader less runner-up with no change, shape (replications,), larger is better for the leader;
    `ranges` are path, low and high; `differences` has shape (assumptions, 2, replications): the same at low and high.
    NaN stands for a failed cell; an end without complete replications leaves its assumption out.
    """
    found = []
    for (path, low, high), ends in zip(ranges, differences, strict=True):
        as_it_is = float(np.nanmean(base)) if np.isfinite(base).any() else math.nan
        (at_low, error_low), (at_high, error_high) = (_end(base, end) for end in ends)
        if math.isfinite(at_low) and math.isfinite(at_high):
            turns = bool(min(at_low * as_it_is, at_high * as_it_is) < 0.0)
            errors = error_low, error_high
            found.append(AssumptionEffect(path, low, high, at_low, at_high, turns, as_it_is, errors))

    def moved(effect: AssumptionEffect) -> float:
        return max(abs(effect.difference_low - effect.base), abs(effect.difference_high - effect.base))

    return tuple(sorted(found, key=moved, reverse=True)[:TOLD])


def _end(base: Floats, there: Floats) -> tuple[float, float]:
    """Mean difference at an end of an assumption, and the standard error of its paired move from no change."""
    moves = there - base
    moves = moves[np.isfinite(moves)]
    if not moves.size:
        return math.nan, math.nan
    error = float(moves.std(ddof=1)) / math.sqrt(moves.size) if moves.size >= _FEWEST else math.nan
    return float(np.nanmean(base)) + float(moves.mean()), error
