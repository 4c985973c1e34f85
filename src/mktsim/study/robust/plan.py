"""Robustness analysis: which worlds are tried, and which values of a parameter in search of its break-even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem
from mktsim.science.statistics import resampling
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.sampling import Design

Floats = NDArray[np.float64]
HALVINGS = 5
"""Halvings of the range: the value is known to a thirty-second of it."""
_DRAWS = 1000


@dataclass(frozen=True)
class RobustnessOptions:
    """Options of a robustness analysis."""

    draws: int = 0
    """Worlds drawn from the scenario's calibration and the ranges of other assumptions, beside those named."""
    design: Design = Design.LATIN
    replications: int = 20
    """Of each arm in each world."""
    satisfied_with: float = 0.0
    """Metric that is good enough."""
    tolerance: float = 0.0
    """Regret up to which the leader does not count as failing, in units of the metric."""
    break_even: tuple[str, ...] = ()
    """Parameters whose value that turns the verdict is looked for."""


def check(resolved: ResolvedStudy, asked: RobustnessOptions) -> None:
    """Refuse what cannot be asked. Errors: InputError with fewer than two arms or worlds, or an unknown break-even."""
    wrong: list[tuple[str, str, tuple[str, ...]]] = []
    if len(resolved.worlds) < 2:
        message = "needs at least two: name worlds in the study, or assumptions with ranges in the scenario and draws"
        wrong.append(("worlds", message, ()))
    if len(resolved.arms) < 2:
        wrong.append(("arms", "needs at least two", ()))
    known = tuple(resolved.scenario.assumptions)
    wrong += [
        ("break_even", f"{path} is no assumption of the scenario", known)
        for path in asked.break_even
        if path not in known
    ]
    if wrong:
        raise InputError(tuple(Problem(resolved.file, 0, 0, name, text, choices) for name, text, choices in wrong))


@dataclass(frozen=True)
class BreakEven:
    """Break-even value of one parameter."""

    path: str
    low: float
    high: float
    """Range tried."""
    value: float | None
    """Value at which the lead is gone; None where it is not within the range."""
    lead_low: float
    """Lead at the low end, money."""
    lead_high: float
    ends: tuple[float, float] | None = None
    """Interval of the value from resampled replications; None where there is no value. Resamples in which nothing
    turns count at the end of the range where the lead is nearer to zero."""
    turning_share: float = 0.0
    """Share of resamples in which the lead is gone within the range."""


def next_value(leads: Mapping[float, float], low: float, high: float, *, whole: bool) -> float | None:
    """Return the value to try next, from the leads found so far by value; None when enough is known.

    The ends first; then, where the lead changes its sign between them, the middle of what is left. A `whole`
    parameter takes whole values only.
    """
    for end in (low, high):
        if end not in leads:
            return end
    bracket = _bracket(leads)
    if bracket is None or len(leads) >= 2 + HALVINGS:
        return None
    middle = sum(bracket) / 2.0
    middle = float(round(middle)) if whole else middle
    return None if middle in leads else middle


def answer(path: str, leads: Mapping[float, Floats], confidence: float, seed: int) -> BreakEven:
    """Say where the lead is gone, by a straight line through the two nearest values.

    `leads` holds both ends, and for each value tried the lead of each replication, paired.
    """
    tried = sorted(leads)
    table = np.column_stack([leads[value] for value in tried])
    means = {value: float(mean) for value, mean in zip(tried, table.mean(axis=0), strict=True)}
    value = _crossing(means)
    drawn = [
        dict(zip(tried, row.tolist(), strict=True))
        for row in resampling.means(table, _DRAWS, seed, f"break-even {path}")
    ]
    found = [_crossing(one) for one in drawn]
    known = [_nearer(one) if at is None else at for one, at in zip(drawn, found, strict=True)]
    low, high = np.quantile(known, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0])
    ends = None if value is None else (min(float(low), value), max(float(high), value))
    share = sum(at is not None for at in found) / _DRAWS
    return BreakEven(path, tried[0], tried[-1], value, means[tried[0]], means[tried[-1]], ends, share)


def _crossing(leads: Mapping[float, float]) -> float | None:
    bracket = _bracket(leads)
    if bracket is None:
        return None
    left, right = bracket
    fall = leads[left] - leads[right]
    return left + (right - left) * (leads[left] / fall if fall else 0.5)


def _nearer(leads: Mapping[float, float]) -> float:
    """Return the end of the range at which the lead is nearer to zero."""
    low, high = min(leads), max(leads)
    return low if abs(leads[low]) < abs(leads[high]) else high


def _bracket(leads: Mapping[float, float]) -> tuple[float, float] | None:
    """Neighbouring values between which the lead changes its sign; the first from below."""
    tried = sorted(leads)
    for left, right in pairwise(tried):
        if (leads[left] > 0.0) != (leads[right] > 0.0):
            return left, right
    return None
