"""Named worlds side by side: what each arm is worth in each, which is best there, and what choosing it loses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.metrics.metric import Better
from mktsim.science.statistics import holm
from mktsim.science.statistics.looks import Looks
from mktsim.study.compare.result import Design, WorldArm, WorldRow
from mktsim.study.runs.interval import Interval, mean_interval
from mktsim.study.runs.wording import Wording, listed

Floats = NDArray[np.float64]
_FEWEST = 2


@dataclass(frozen=True)
class WorldsAsked:
    """How worlds are set side by side."""

    names: tuple[str, ...]
    """Of the worlds."""
    baseline: int
    confidence: float
    """Of all differences of all worlds together."""
    better: Better
    design: Design
    """Where the comparison stopped."""


def side_by_side(outcomes: Floats, asked: WorldsAsked) -> tuple[WorldRow, ...]:
    """Return a row a world, from complete outcomes, shape (replications, worlds, arms); none for a single world.

    The differences of all pairs of arms in all worlds are one family: Holm's step-down where it was looked once,
    intervals that hold at every look in a comparison in looks. Regret is that of means, as they are: with an arm
    picked as the best by looking it is too large by what luck makes of the best of several.
    """
    worlds, arms = int(outcomes.shape[1]), int(outcomes.shape[2])
    if worlds < _FEWEST or len(outcomes) < _FEWEST:
        return ()
    good = asked.better.sign * outcomes
    pairs = tuple(combinations(range(arms), 2))
    apart = np.stack([good[:, world, i] - good[:, world, j] for world in range(worlds) for i, j in pairs], axis=1)
    found = _intervals(apart, asked) if pairs else []
    rows = []
    for world, name in enumerate(asked.names):
        known = dict(zip(pairs, found[world * len(pairs) : (world + 1) * len(pairs)], strict=True))
        rows.append(_row(name, outcomes[:, world], known, asked))
    return tuple(rows)


def _intervals(apart: Floats, asked: WorldsAsked) -> list[Interval]:
    """Return the interval of each column, all of one family."""
    count, design = len(apart), asked.design
    mean = apart.mean(axis=0)
    if design.in_looks:
        looks = Looks(asked.confidence, design.looks, family=apart.shape[1])
        number = design.looks.index(design.stopped)
        seen = [looks.interval(column, number) for column in apart.T]
        return [Interval(one.mean, one.low, one.high) for one in seen]
    se = apart.std(axis=0, ddof=1) / math.sqrt(count)
    ends = holm.step_down_intervals(mean, se, count - 1, 1.0 - asked.confidence)
    return [
        Interval(float(m), float(low), float(high)) for m, low, high in zip(mean, ends.lower, ends.upper, strict=True)
    ]


def _row(name: str, outcomes: Floats, known: Mapping[tuple[int, int], Interval], asked: WorldsAsked) -> WorldRow:
    sign, arms = asked.better.sign, range(outcomes.shape[1])
    means = sign * outcomes.mean(axis=0)
    best = int(np.argmax(means))
    return WorldRow(
        name=name,
        arms=tuple(
            WorldArm(
                interval=mean_interval(outcomes[:, arm], asked.confidence),
                difference=None if arm == asked.baseline else _turned(_lead(known, arm, asked.baseline), sign),
                regret=float(means[best] - means[arm]),
            )
            for arm in arms
        ),
        best=best,
        is_sure=all(_lead(known, best, arm).low > 0.0 for arm in arms if arm != best),
    )


def _lead(known: Mapping[tuple[int, int], Interval], arm: int, other: int) -> Interval:
    """Return by how much an arm is better than another."""
    return known[arm, other] if arm < other else _turned(known[other, arm], -1)


def _turned(one: Interval, sign: float) -> Interval:
    return one if sign > 0 else Interval(-one.mean, -one.high, -one.low)


def worlds_sentence(rows: tuple[WorldRow, ...], wording: Wording, *, weighted: bool) -> str:
    """Say which arm is best in which world, and what a mean over worlds counts them by; empty for a single world."""
    if not rows:
        return ""
    leaders = dict.fromkeys(row.best for row in rows)
    if len(leaders) == 1:
        sure = [row.name for row in rows if row.is_sure]
        told = f"{wording.arms[rows[0].best]} leads in each of the {len(rows)} worlds, {_how_surely(sure, len(rows))}."
    else:
        parts = [_led(rows, arm, wording) for arm in leaders]
        told = f"Which arm leads depends on the world: {'; '.join(parts)}."
    counted = "by the weights of the study" if weighted else "alike, since the study gives them no weights"
    return f"{told} Means over worlds count them {counted}."


def _how_surely(sure: list[str], count: int) -> str:
    if not sure:
        return "surely in none"
    return "surely in all" if len(sure) == count else f"surely in {listed(sure)}"


def _led(rows: tuple[WorldRow, ...], arm: int, wording: Wording) -> str:
    names = [f"{row.name} ({'surely' if row.is_sure else 'not surely'})" for row in rows if row.best == arm]
    return f"{wording.arms[arm]} in {listed(names)}"
