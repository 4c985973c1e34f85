"""Sentences on a sensitivity analysis."""

from __future__ import annotations

from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.wording import amount, between, listed
from mktsim.study.sensitivity.one_at_a_time import Swing
from mktsim.study.sensitivity.result import Sensitivity

_NAMED = 3
_MOST_LISTED = 12
"""Factors beyond which only their number is said."""
_LIKE = 1.0
"""Spread of effects in strengths from which a factor acts differently elsewhere (Morris 1991 reads it by eye)."""
_LOOSE = 0.5
"""Width of an interval of a share above which it says little: assumption."""


def sensitivity_words(result: Sensitivity) -> tuple[str, ...]:
    """Say what moves the answer most, what turns it, what acts with others, and how much of it rests on what."""
    said = [_moves(result)]
    if len(result.arms) > 1:
        said.append(_turning(result))
    said += [_untried(result)] if result.untried else []
    said += [_screened(result)] if result.screened else []
    said += [_shared(result)] if result.shares else []
    return tuple(said)


def answer_words(result: Sensitivity) -> str:
    """Name what is looked at."""
    if len(result.arms) == 1:
        return f"the {result.heading.metric} of {result.arms[0]}"
    return f"the lead in {result.heading.metric} of {result.arms[0]} over {result.arms[1]}"


def surely_moving(result: Sensitivity) -> tuple[Swing, ...]:
    """Return the factors that may be said to move the answer."""
    return tuple(
        one for one in result.swings if may(Claim.MOVES, Grounds((one.change_low, one.change_high), result.least))
    )


def _moves(result: Sensitivity) -> str:
    unit, count = result.heading.unit, len(result.swings)
    told = f"As things are, {answer_words(result)} is {between(result.base, unit)}."
    sure = surely_moving(result)
    least = f"what cannot matter moves it by {amount(result.least, unit)}"
    if not sure:
        return f"{told} No single one of {count} factors moves it by more than luck explains ({least})."
    parts = [
        f"{result.name_of(one.name)} ({amount(one.change_low.mean, unit)} at {one.low:.3g}, "
        f"{amount(one.change_high.mean, unit)} at {one.high:.3g})"
        for one in sure[:_NAMED]
    ]
    return (
        f"{told} One at a time, it is moved by more than luck by {len(sure)} of {count} factors, all intervals "
        f"together ({least}); most: {listed(parts)}."
    )


def _turning(result: Sensitivity) -> str:
    swings = result.swings
    surely = [one for one in swings if one.turns_surely]
    perhaps = [result.name_of(one.name) for one in swings if one.turns and not one.turns_surely]
    leader, other = result.arms
    if not surely and not perhaps:
        return f"None of them alone makes {other} better than {leader}."
    if not surely:
        return f"{other} may become better than {leader} with {listed(perhaps)}, but luck would explain that too."
    names = listed([f"{result.name_of(one.name)}{_gone(result, one)}" for one in surely])
    told = f"{other} becomes better than {leader} at an end of {names}, by more than luck."
    return f"{told} It may also with {listed(perhaps)}." if perhaps else told


def _untried(result: Sensitivity) -> str:
    """Say what was not moved alone."""
    names = [result.name_of(one) for one in result.untried]
    told = listed(names) if len(names) <= _MOST_LISTED else f"{len(names)} others"
    return (
        f"Not moved alone, as {answer_words(result)} went along less with them where all were moved: {told}. More time "
        "(--seconds) moves them too."
    )


def _gone(result: Sensitivity, swing: Swing) -> str:
    """Say at which value the lead is gone."""
    stated = next((one for one in result.stated if one.path == swing.name), None)
    if stated is None or swing.gone is None or swing.gone.value is None:
        return ""
    return f" (from about {stated.value(swing.gone.value)})"


def _screened(result: Sensitivity) -> str:
    unit, least = result.heading.unit, result.least_strength
    strongest = [one for one in result.screened if one.strength.low > least][:_NAMED]
    rough = ", rough" if any(one.strength.is_rough for one in result.screened) else ""
    noise = f"what cannot matter shows {amount(least, unit)}{rough}"
    if not strongest:
        return (
            f"With all factors moved together (Morris) none stands out of the noise ({noise}); try more trajectories."
        )
    parts = [f"{result.name_of(one.name)} {between(one.strength, unit)}" for one in strongest]
    uneven = [result.name_of(one.name) for one in strongest if one.spread > _LIKE * one.strength.mean]
    told = f"With all factors moved together (Morris), mean effects over the whole range: {', '.join(parts)} ({noise})."
    return f"{told} What {listed(uneven)} would do depends on the others." if uneven else told


def _shared(result: Sensitivity) -> str:
    shares = result.shares
    parts = [
        f"{result.name_of(one.name)} {one.first.mean:.0%} alone, {one.total.mean:.0%} with all that it acts on"
        for one in shares
    ]
    told = f"Of the variance over the ranges (Sobol): {'; '.join(parts)}."
    loose = [result.name_of(one.name) for one in shares if one.total.high - one.total.low > _LOOSE]
    return f"{told} The shares of {listed(loose)} are still rough: double --base-points." if loose else told
