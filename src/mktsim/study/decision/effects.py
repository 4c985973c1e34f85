"""What execution, sources of luck and assumptions do to outcomes; arrays in, results out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.study.comparison import AssumptionEffect, Interval, Loss, SourceShare

Floats = NDArray[np.float64]

INTERACTION = "interaction"
"""Name of what the sources' shares leave over."""
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


def variance_by_source(all_on: Floats, alone: Floats, names: Sequence[str]) -> tuple[SourceShare, ...]:
    """Share of the variance of outcomes that each source of luck makes by itself, largest first, what is left last.

    `all_on` has shape (replications,), `alone` (sources, fewer replications) with every other source at its
    expectation. The share is the variance of the second over that of the first: the share of first order (Saltelli et
    al. 2008) at expected luck. What is left is the interplay of sources, negative where they offset each other.
    Standard errors are the jackknife's over replications, of both variances. Empty where nothing varies or
    replications are fewer than four.
    """
    if min(all_on.shape[-1], alone.shape[-1]) < FEWEST_FOR_SHARES or not np.var(all_on) > 0.0:
        return ()
    whole, whole_error = float(np.var(all_on, ddof=1)), float(_jackknifed(_without_one(all_on[None]))[0])
    without = _without_one(alone)
    made = np.append(alone.var(axis=1, ddof=1), alone.var(axis=1, ddof=1).sum())
    errors = np.append(_jackknifed(without), _jackknifed(without.sum(axis=0, keepdims=True)))
    share = made / whole
    doubt = np.hypot(errors / whole, share * whole_error / whole)
    share[-1] = 1.0 - share[-1]
    rows = [SourceShare(*row) for row in zip((*names, INTERACTION), share.tolist(), doubt.tolist(), strict=True)]
    return (*sorted(rows[:-1], key=lambda row: -row.share), rows[-1])


def _without_one(values: Floats) -> Floats:
    """Variances of `values` (sources, replications) with each replication left out, the same shape."""
    count = values.shape[1]
    kept = [np.arange(count) != left_out for left_out in range(count)]
    return np.stack([values[:, one].var(axis=1, ddof=1) for one in kept], axis=1)


def _jackknifed(without: Floats) -> Floats:
    """Standard errors, shape (sources,), of what is known with each replication left out."""
    return np.asarray(np.sqrt((without.shape[1] - 1) * without.var(axis=1)))


def assumption_effects(
    base: float, ranges: Sequence[tuple[str, float, float]], differences: Floats
) -> tuple[AssumptionEffect, ...]:
    """Assumptions that move the difference of leader to runner-up most, at most three.

    `ranges` are path, low and high; `differences` has shape (assumptions, 2): leader less runner-up at low and
    high, larger is better for the leader; NaN rows (failed cells) are left out. `base` is the difference with the
    same replications and no change.
    """
    effects = [
        AssumptionEffect(
            path=path,
            low=low,
            high=high,
            difference_low=float(at_low),
            difference_high=float(at_high),
            turns=bool(min(at_low * base, at_high * base) < 0.0),
        )
        for (path, low, high), (at_low, at_high) in zip(ranges, differences, strict=True)
        if math.isfinite(at_low) and math.isfinite(at_high)
    ]

    def moved(effect: AssumptionEffect) -> float:
        return max(abs(effect.difference_low - base), abs(effect.difference_high - base))

    return tuple(sorted(effects, key=moved, reverse=True)[:TOLD])
