"""Sensitivity in words."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.study.compare.result import Interval
from mktsim.study.compare.words import amount
from mktsim.study.sensitivity.morris import Screened
from mktsim.study.sensitivity.one_at_a_time import Swing
from mktsim.study.sensitivity.sobol import Share

Findings = tuple[tuple[Swing, ...], tuple[Screened, ...], tuple[Share, ...]]
"""One at a time, Morris, Sobol."""
_NAMED = 3
_LIKE = 1.0
"""Spread of effects in strengths from which a factor acts differently elsewhere (Morris 1991 reads it by eye)."""
_LOOSE = 0.5
"""Width of an interval of a share above which it says little: assumption."""


@dataclass(frozen=True)
class Naming:
    """Names and units."""

    arms: tuple[str, ...]
    metric: str
    unit: str

    @property
    def answer(self) -> str:
        """What is looked at, in words."""
        if len(self.arms) == 1:
            return f"the {self.metric} of {self.arms[0]}"
        return f"the lead in {self.metric} of {self.arms[0]} over {self.arms[1]}"


def sensitivity_words(base: Interval, findings: Findings, naming: Naming) -> tuple[str, ...]:
    """Say what moves the answer most, what turns it, what acts with others, and how much of it rests on what."""
    swings, screened, shares = findings
    said = [_moves(base, swings, naming)]
    if len(naming.arms) > 1:
        said.append(_turning(swings, naming))
    said += [_screened(screened, naming)] if screened else []
    said += [_shared(shares)] if shares else []
    return tuple(said)


def _moves(base: Interval, swings: tuple[Swing, ...], naming: Naming) -> str:
    told = f"As things are, {naming.answer} is {_between(base, naming.unit)}."
    sure = [one for one in swings if one.is_sure]
    if not sure:
        return f"{told} No single one of {len(swings)} factors moves it by more than luck explains."
    parts = [
        f"{one.name} ({amount(one.change_low.mean, naming.unit)} at {one.low:.3g}, "
        f"{amount(one.change_high.mean, naming.unit)} at {one.high:.3g})"
        for one in sure[:_NAMED]
    ]
    return (
        f"{told} One at a time, {len(sure)} of {len(swings)} factors move it by more than luck; most: {_list(parts)}."
    )


def _turning(swings: tuple[Swing, ...], naming: Naming) -> str:
    surely = [one.name for one in swings if one.turns_surely]
    perhaps = [one.name for one in swings if one.turns and not one.turns_surely]
    leader, other = naming.arms
    if not surely and not perhaps:
        return f"None of them alone makes {other} better than {leader}."
    if not surely:
        return f"{other} may become better than {leader} with {_list(perhaps)}, but luck would explain that too."
    told = f"{other} becomes better than {leader} at an end of {_list(surely)}, by more than luck."
    return f"{told} It may also with {_list(perhaps)}." if perhaps else told


def _screened(screened: tuple[Screened, ...], naming: Naming) -> str:
    strongest = [one for one in screened if one.strength - one.half_width > 0.0][:_NAMED]
    if not strongest:
        return "With all factors moved together (Morris) none stands out of the noise; more trajectories may tell."
    parts = [f"{one.name} {amount(one.strength, naming.unit)}" for one in strongest]
    uneven = [one.name for one in strongest if one.spread > _LIKE * one.strength]
    told = f"With all factors moved together (Morris), the mean effects over the whole range are: {', '.join(parts)}."
    return f"{told} What {_list(uneven)} would do depends on the others." if uneven else told


def _shared(shares: tuple[Share, ...]) -> str:
    parts = [f"{one.name} {one.first.mean:.0%} alone, {one.total.mean:.0%} with all that it acts on" for one in shares]
    told = f"Of the variance over the ranges (Sobol): {'; '.join(parts)}."
    loose = [one.name for one in shares if one.total.high - one.total.low > _LOOSE]
    return f"{told} The shares of {_list(loose)} are still rough: double --base-points." if loose else told


def _between(interval: Interval, unit: str) -> str:
    ends = f"{amount(interval.low, unit)} to {amount(interval.high, unit)}"
    return f"{amount(interval.mean, unit)} ({ends})"


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
