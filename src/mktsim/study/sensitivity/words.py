"""Sentences on a sensitivity analysis."""

from __future__ import annotations

from mktsim.study.runs.wording import amount, between, listed
from mktsim.study.sensitivity.result import Sensitivity
from mktsim.study.sensitivity.sobol import Share

_NAMED = 3
_LIKE = 1.0
"""Spread of effects in strengths from which a factor acts differently elsewhere (Morris 1991 reads it by eye)."""
_LOOSE = 0.5
"""Width of an interval of a share above which it says little: assumption."""


def sensitivity_words(result: Sensitivity) -> tuple[str, ...]:
    """Say what moves the answer most, what turns it, what acts with others, and how much of it rests on what."""
    said = [_moves(result)]
    if len(result.arms) > 1:
        said.append(_turning(result))
    said += [_screened(result)] if result.screened else []
    said += [_shared(result.shares)] if result.shares else []
    return tuple(said)


def answer_words(result: Sensitivity) -> str:
    """Name what is looked at."""
    if len(result.arms) == 1:
        return f"the {result.heading.metric} of {result.arms[0]}"
    return f"the lead in {result.heading.metric} of {result.arms[0]} over {result.arms[1]}"


def _moves(result: Sensitivity) -> str:
    swings, unit = result.swings, result.heading.unit
    told = f"As things are, {answer_words(result)} is {between(result.base, unit)}."
    sure = [one for one in swings if one.is_sure]
    if not sure:
        return f"{told} No single one of {len(swings)} factors moves it by more than luck explains."
    parts = [
        f"{one.name} ({amount(one.change_low.mean, unit)} at {one.low:.3g}, "
        f"{amount(one.change_high.mean, unit)} at {one.high:.3g})"
        for one in sure[:_NAMED]
    ]
    return (
        f"{told} One at a time, {len(sure)} of {len(swings)} factors move it by more than luck; most: {listed(parts)}."
    )


def _turning(result: Sensitivity) -> str:
    swings = result.swings
    surely = [one.name for one in swings if one.turns_surely]
    perhaps = [one.name for one in swings if one.turns and not one.turns_surely]
    leader, other = result.arms
    if not surely and not perhaps:
        return f"None of them alone makes {other} better than {leader}."
    if not surely:
        return f"{other} may become better than {leader} with {listed(perhaps)}, but luck would explain that too."
    told = f"{other} becomes better than {leader} at an end of {listed(surely)}, by more than luck."
    return f"{told} It may also with {listed(perhaps)}." if perhaps else told


def _screened(result: Sensitivity) -> str:
    unit = result.heading.unit
    strongest = [one for one in result.screened if one.strength - one.half_width > 0.0][:_NAMED]
    if not strongest:
        return "With all factors moved together (Morris) none stands out of the noise; more trajectories may tell."
    parts = [f"{one.name} {amount(one.strength, unit)}" for one in strongest]
    uneven = [one.name for one in strongest if one.spread > _LIKE * one.strength]
    told = f"With all factors moved together (Morris), the mean effects over the whole range are: {', '.join(parts)}."
    return f"{told} What {listed(uneven)} would do depends on the others." if uneven else told


def _shared(shares: tuple[Share, ...]) -> str:
    parts = [f"{one.name} {one.first.mean:.0%} alone, {one.total.mean:.0%} with all that it acts on" for one in shares]
    told = f"Of the variance over the ranges (Sobol): {'; '.join(parts)}."
    loose = [one.name for one in shares if one.total.high - one.total.low > _LOOSE]
    return f"{told} The shares of {listed(loose)} are still rough: double --base-points." if loose else told
