"""Sentences on the value of information."""

from __future__ import annotations

from mktsim.study.information.evppi import ParameterValue
from mktsim.study.information.improvements import Improvement
from mktsim.study.information.result import Information
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between

_NAMED = 3


def information_words(result: Information) -> tuple[str, ...]:
    """Say what improvements of the work bring, what they can bring at most, and what knowing the world is worth."""
    said = [_work(result), _ceilings(result.ceilings, result.heading.unit)] if result.improvements else []
    if result.world is not None:
        said.append(_world(result.world, result))
        said.append(parameters_words(result))
    return tuple(said)


def worth_knowing(result: Information) -> tuple[ParameterValue, ...]:
    """Return the parameters that may be said to be worth knowing."""
    return tuple(
        one for one in result.parameters if may(Claim.FAILS_WHERE, Grounds(p=one.p_value)) and one.perfect.mean > 0.0
    )


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
    return (
        f"Before choosing, knowing the world exactly is worth {between(known, result.heading.unit)}, over "
        f"{result.asked.draws} worlds drawn evenly from the ranges: no research into the market is worth more to this "
        "choice."
    )


def parameters_words(result: Information) -> str:
    """Say which parameters are worth finding out before choosing."""
    unit, worth = result.heading.unit, worth_knowing(result)
    if not worth:
        return (
            f"No single one of {len(result.parameters)} parameters is worth knowing by more than chance explains: none "
            "of them would change the choice often enough to be seen in these worlds."
        )
    parts = [
        f"{result.name_of(one.name)} {between(one.perfect, unit)}, or {amount(one.research, unit)} if it "
        f"is known by research that explains {result.asked.reliability:.0%} of its variance"
        for one in worth[:_NAMED]
    ]
    return f"Worth knowing alone: {'; '.join(parts)}."
