"""Robustness analysis: what is asked, and which values of a parameter are tried in search of its break-even; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem
from mktsim.science.statistics import zero_crossing
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.question.stated_assumption import StatedAssumption
from mktsim.study.runs.interval import Interval, mean_interval
from mktsim.study.runs.sampling import Design

Floats = NDArray[np.float64]
HALVINGS = 3
"""Halvings of the gap in which the lead turns, between what is tried first: straight lines do the rest."""
_ALL_TRIED, _TRIED = 0.5, 25
"""Share of the time down to which every assumption is tried, and how many are at all of it below that: assumptions."""
NONE = "none"
"""Asked for in place of a path, no break-even is looked for."""


@dataclass(frozen=True)
class RobustnessOptions:
    """Options of a robustness analysis."""

    draws: int = 0
    """Worlds drawn from the scenario's calibration and the ranges of other assumptions, beside those named."""
    design: Design = Design.LATIN
    replications: int = 4
    """Of each arm in each world."""
    satisfied_with: float = 0.0
    """Metric that is good enough."""
    tolerance: float = 0.0
    """Regret up to which the leader does not count as failing, in units of the metric."""
    break_even: tuple[str, ...] = ()
    """Parameters whose value that turns the verdict is looked for; none for every assumption."""
    turning_replications: int = 8
    """Of the leader and the arms nearest to it at each value that is tried."""
    turning_most: int | None = None
    """Assumptions tried, those that go along most with the lead over the drawn worlds; None for all."""


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
        ("break_even", f"{path} is no assumption of the scenario", (*known, NONE))
        for path in asked.break_even
        if path not in (*known, NONE)
    ]
    if wrong:
        raise InputError(tuple(Problem(resolved.file, 0, 0, name, text, choices) for name, text, choices in wrong))


def turning_paths(resolved: ResolvedStudy, asked: RobustnessOptions) -> tuple[str, ...]:
    """Return the parameters whose break-even is looked for."""
    paths = asked.break_even or tuple(resolved.scenario.assumptions)
    return tuple(path for path in paths if path != NONE)


def turning_at(most: int | None, share: float) -> int | None:
    """Return how many assumptions are tried at a share of the time: all of them down to half of it."""
    if share >= _ALL_TRIED:
        return most
    return min(int(_TRIED * share), _TRIED if most is None else most)


@dataclass(frozen=True)
class BreakEven:
    """Break-even value of one parameter."""

    stated: StatedAssumption
    """The parameter, its present value and the range tried."""
    over: str
    """Arm over which the leader's lead is looked at."""
    value: float | None
    """Value at which the lead is gone, the nearest to the present one; None where it is not within the range."""
    low: float
    """Set of values at which it may be gone; infinite where it reaches an end of the range, NaN where it is empty."""
    high: float
    lead_low: Interval
    """Lead at the low end of the range, paired."""
    lead_high: Interval
    replications: int
    """That it rests on."""

    @property
    def path(self) -> str:
        """Dotted path."""
        return self.stated.path

    @property
    def distance(self) -> float:
        """How far the break-even is from today, as a share of the range; infinite where there is none."""
        if self.value is None:
            return float("inf")
        return abs(self.value - self.stated.now) / (self.stated.high - self.stated.low)


def wanted_values(leads: Mapping[float, float], stated: StatedAssumption, *, whole: bool) -> tuple[float, ...]:
    """Return the values to try next, from the leads found so far by value; none when enough is known.

    The ends and the present value first; then the middle of the gap next to the present value in which the lead
    changes its sign. A `whole` parameter takes whole values only.
    """
    first = tuple(sorted({stated.low, stated.high, *([stated.now] if stated.low < stated.now < stated.high else [])}))
    if not set(first) <= leads.keys():
        return tuple(one for one in first if one not in leads)
    gap = _gap(leads, stated.now)
    if gap is None or len(leads) >= len(first) + HALVINGS:
        return ()
    middle = sum(gap) / 2.0
    middle = float(round(middle)) if whole else middle
    return () if middle in leads else (middle,)


def answer(stated: StatedAssumption, over: str, leads: Mapping[float, Floats], confidence: float) -> BreakEven:
    """Say where the lead over an arm is gone; `leads` holds for each value tried that of each replication, paired."""
    tried = sorted(leads)
    table = np.column_stack([leads[value] for value in tried])
    found = zero_crossing.crossing(tried, table, stated.now, confidence)
    ends = (mean_interval(table[:, 0], confidence), mean_interval(table[:, -1], confidence))
    return BreakEven(stated, over, found.value, found.low, found.high, *ends, replications=len(table))


def by_distance(turns: Sequence[BreakEven]) -> tuple[BreakEven, ...]:
    """Return break-evens, the one nearest to today first; others by how small a lead they leave."""
    return tuple(sorted(turns, key=lambda one: (one.distance, min(one.lead_low.mean, one.lead_high.mean))))


def _gap(leads: Mapping[float, float], now: float) -> tuple[float, float] | None:
    """Neighbouring values between which the lead changes its sign; those nearest to the present value."""
    found = [(a, b) for a, b in pairwise(sorted(leads)) if (leads[a] > 0.0) != (leads[b] > 0.0)]
    return min(found, key=lambda gap: abs(sum(gap) / 2.0 - now)) if found else None
