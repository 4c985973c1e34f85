"""First decision in which the histories of two arms diverge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from mktsim.outcomes.history import Decision
from mktsim.study.compare.result import Parting

ROUNDING = 1e-9
"""Relative difference below which two decisions are one."""


def parting(
    leader: Sequence[Decision], runner_up: Sequence[Decision], names: tuple[str, str], start: date
) -> Parting | None:
    """First decision, lever by lever in order of time, that is not the same on the same day; None if all are.

    `names` are those of leader and runner-up, `start` is the date of day 0.
    """
    apart = [
        pair
        for lever in sorted({decision.lever for decision in (*leader, *runner_up)})
        if (pair := _first_difference(_of(leader, lever), _of(runner_up, lever))) is not None
    ]
    if not apart:
        return None
    first, second = min(apart, key=_day)
    told = first or second
    if told is None:
        return None
    day = _day((first, second))
    digits = _digits(first, second)
    return Parting(
        day=day,
        date=(start + timedelta(days=math.floor(day))).isoformat(),
        lever=told.lever,
        duty=told.duty,
        text=f"{_words(names[0], first, told.lever, digits)}; {_words(names[1], second, told.lever, digits)}.",
    )


_Pair = tuple[Decision | None, Decision | None]


def _of(decisions: Sequence[Decision], lever: str) -> list[Decision]:
    return sorted((found for found in decisions if found.lever == lever), key=lambda found: found.day)


def _first_difference(first: Sequence[Decision], second: Sequence[Decision]) -> _Pair | None:
    for one, other in zip_longest(first, second):
        if one is None or other is None or not _alike(one, other):
            return one, other
    return None


def _alike(one: Decision, other: Decision) -> bool:
    """Tell whether two decisions are the same but for rounding."""
    return one.day == other.day and math.isclose(one.value, other.value, rel_tol=ROUNDING)


def _day(pair: _Pair) -> float:
    return min(decision.day for decision in pair if decision is not None)


def _digits(first: Decision | None, second: Decision | None) -> int:
    """Return as many digits as show two values apart, four at least."""
    if first is None or second is None:
        return 4
    return next((n for n in range(4, 11) if f"{first.value:.{n}g}" != f"{second.value:.{n}g}"), 4)


def _words(name: str, decision: Decision | None, lever: str, digits: int) -> str:
    if decision is None:
        return f"{name} makes no such decision on {lever}"
    told = f"{name} sets {lever} to {decision.value:,.{digits}g} on day {decision.day:.0f} by {decision.duty}"
    if not decision.based_on:
        return told
    age = f"{decision.age_days:.0f} days old" if math.isfinite(decision.age_days) else "never observed"
    return f"{told}, believing {decision.based_on} to be {decision.believed:,.4g} (truly {decision.truth:,.4g}, {age})"
