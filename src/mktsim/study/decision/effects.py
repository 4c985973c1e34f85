"""What execution, sources of luck and assumptions do to outcomes; arrays in, results out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.science.statistics import variance_share
from mktsim.study.comparison import AssumptionEffect, Interval, Loss

Floats = NDArray[np.float64]

INTERACTION = "interaction"
"""Name of what the sources' shares leave over."""
TOLD = 3
"""Assumptions that are told."""
_FEWEST = 2


def loss(ladder: Floats) -> Loss:
    """Split a loss by switching imperfections on one after the other.

    `ladder` has shape (4, replications): ideal, late, late and misinformed, as it is; larger is better. Parts are
    signed: an imperfection may help.
    """
    ideal, late, misinformed, real = ladder.mean(axis=1)
    return Loss(late=float(ideal - late), misinformed=float(late - misinformed), unexecuted=float(misinformed - real))


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


def variance_by_source(
    all_on: Floats, silenced: Floats, names: Sequence[str], seed: int
) -> tuple[tuple[str, float], ...]:
    """Share of the variance of outcomes by source of luck, largest first, the interaction last.

    `all_on` has shape (arms, replications), `silenced` (sources, arms, replications), with the same luck. The share
    of a source is the variance of the difference that it makes, over that of the outcome; arms are averaged. Empty
    where nothing varies or replications are fewer than two.
    """
    shares = [
        variance_share.first_order(real, real - without, seed).share
        for real, without in zip(all_on, silenced.transpose(1, 0, 2), strict=True)
        if real.size >= _FEWEST and np.var(real) > 0.0
    ]
    if not shares:
        return ()
    mean = np.mean(shares, axis=0)
    rows = sorted(zip(names, mean.tolist(), strict=True), key=lambda row: -row[1])
    return (*rows, (INTERACTION, float(1.0 - mean.sum())))


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
