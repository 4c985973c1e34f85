"""Sentences on the value of information."""

from __future__ import annotations

from mktsim.science.statistics import exact_share
from mktsim.study.information.evppi import ParameterValue
from mktsim.study.information.improvements import Improvement
from mktsim.study.information.result import Information
from mktsim.study.runs.claims import CHANCE, Claim, Grounds, may
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between

_NAMED = 3


def information_words(result: Information) -> tuple[str, ...]:
    """Say what improvements of the work bring, what they can bring at most, and what knowing the world is worth."""
    said = [_work(result), _ceilings(result.ceilings, result.heading.unit)] if result.improvements else []
    if result.world is not None:
        said.append(_world(result.world, result))
        said.append(parameters_words(result))
    if not result.improvements:
        said.append(
            "Better knowledge and faster work were not tried here; more time for mktsim information tries them."
        )
    return tuple(said)


def worth_knowing(result: Information) -> tuple[ParameterValue, ...]:
    """Return the parameters that may be said to be worth knowing."""
    return tuple(one for one in result.parameters if may(Claim.KNOWING, Grounds((one.together,), p=one.p_value)))


def _perhaps(result: Information) -> tuple[ParameterValue, ...]:
    """Return the parameters that change the choice by more than chance, though what that is worth is not told."""
    sure = {one.name for one in worth_knowing(result)}
    return tuple(one for one in result.parameters if one.p_value <= CHANCE and one.name not in sure)


def _work(result: Information) -> str:
    unit, improvements = result.heading.unit, result.improvements
    floor = result.floor.of_mean(result.replications)
    sure = [one for one in improvements if may(Claim.WORTH, Grounds((one.choice,), floor))]
    harm = [one for one in improvements if one.choice.high < 0.0 and -one.choice.mean > floor]
    told = (
        f"None of {len(improvements)} improvements of knowledge and speed is worth more to the best arm than luck "
        f"explains ({result.replications} replications; a change that cannot matter moves {amount(floor, unit)})."
    )
    if sure:
        parts = [f"{one.name} {between(one.choice, unit)}" for one in sure[:_NAMED]]
        told = f"Within the work, before what it costs, this is worth money to the best arm: {'; '.join(parts)}."
    told += f" {'; '.join(one.name for one in harm)}: costs money, as better knowledge can be misused." if harm else ""
    turning = [one.name for one in improvements if one.turns and one in sure]
    return f"{told} Another arm becomes best with: {'; '.join(turning)}." if turning else told


def _ceilings(ceilings: tuple[Improvement, ...], unit: str) -> str:
    parts = [f"{one.name} {between(one.choice, unit)}" for one in ceilings]
    return f"Ends of the scale: {'; '.join(parts)}."


def _world(known: Interval, result: Information) -> str:
    if known.high <= 0.0:
        draws, level = result.asked.draws, result.heading.confidence
        unseen = exact_share.bounds(0, draws, level)[1]
        return (
            f"Before choosing, knowing the world exactly changes nothing in any of {draws} worlds drawn evenly from "
            f"the ranges: the same arm is best in all. In up to {unseen:.0%} of all such worlds another may be."
        )
    return (
        f"Before choosing, knowing the world exactly is worth {between(known, result.heading.unit)}, over "
        f"{result.asked.draws} worlds drawn evenly from the ranges: no research into the market is worth more to this "
        "choice."
    )


def parameters_words(result: Information) -> str:
    """Say which parameters are worth finding out before choosing."""
    unit, worth, perhaps = result.heading.unit, worth_knowing(result), _perhaps(result)
    open_ones = "; ".join(f"{result.name_of(one.name)} {between(one.perfect, unit)}" for one in perhaps[:_NAMED])
    if not worth and not perhaps:
        return (
            f"No single one of {len(result.parameters)} parameters is worth knowing by more than chance explains: none "
            "of them would change the choice often enough to be seen in these worlds."
        )
    if not worth:
        return (
            f"Changes the choice by more than chance explains, though knowing it may be worth nothing: {open_ones}. "
            "More worlds (--draws) would tell."
        )
    parts = [
        f"{result.name_of(one.name)} {between(one.perfect, unit)}{_part_of_all(one, result)}, or "
        f"{amount(one.research, unit)} if it is known by research that explains {result.asked.reliability:.0%} of its "
        "variance"
        for one in worth[:_NAMED]
    ]
    told = f"Worth knowing alone: {'; '.join(parts)}."
    return f"{told} Perhaps also: {open_ones}." if perhaps else told


def _part_of_all(one: ParameterValue, result: Information) -> str:
    """Return how much that is of what knowing the whole world is worth; nothing where it is all, or not known."""
    whole = 0.0 if result.world is None else result.world.mean
    share = one.perfect.mean / whole if whole > 0.0 else 1.0
    return f" ({share:.0%} of knowing the world exactly)" if share < 1.0 else ""
