"""Sentences on the value of information."""

from __future__ import annotations

from mktsim.study.information.evppi import ParameterValue
from mktsim.study.information.improvements import Improvement
from mktsim.study.information.result import Information
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount, between

_NAMED = 3
_LEARNT = 0.05
"""Share of shuffles below which a parameter counts as worth knowing."""


def information_words(result: Information) -> tuple[str, ...]:
    """Say what improvements of the work bring, what they can bring at most, and what knowing the world is worth."""
    unit = result.heading.unit
    said = [_work(result.improvements, unit), _ceilings(result.ceilings, unit)]
    if result.world is not None:
        said.append(_world(result.world, result.asked.draws, unit))
        said.append(_parameters(result.parameters, result.asked.reliability, unit))
    return tuple(said)


def _work(improvements: tuple[Improvement, ...], unit: str) -> str:
    sure = [one for one in improvements if one.choice.low > 0.0]
    harm = [one for one in improvements if one.choice.high < 0.0]
    turning = [one.name for one in improvements if one.turns]
    if sure:
        parts = [f"{one.name} {between(one.choice, unit)}" for one in sure[:_NAMED]]
        told = f"Within the work, before what it costs, this is worth money to the best arm: {'; '.join(parts)}."
    else:
        told = (
            f"None of {len(improvements)} improvements of knowledge and speed is worth more to the best arm than luck "
            "explains."
        )
    told += f" {'; '.join(one.name for one in harm)}: costs money, as better knowledge can be misused." if harm else ""
    return f"{told} Another arm becomes best with: {'; '.join(turning)}." if turning else told


def _ceilings(ceilings: tuple[Improvement, ...], unit: str) -> str:
    parts = [f"{one.name} {between(one.choice, unit)}" for one in ceilings]
    return f"Ends of the scale: {'; '.join(parts)}."


def _world(known: Interval, draws: int, unit: str) -> str:
    return (
        f"Before choosing, knowing the world exactly is worth {between(known, unit)}, over {draws} "
        "worlds drawn evenly from the ranges: no research into the market is worth more to this choice."
    )


def _parameters(parameters: tuple[ParameterValue, ...], reliability: float, unit: str) -> str:
    worth = [one for one in parameters if one.p_value <= _LEARNT and one.perfect.mean > 0.0]
    if not worth:
        return "No single parameter is worth knowing: none of them would change the choice often enough to be seen."
    parts = [
        f"{one.name} {between(one.perfect, unit)}, or {amount(one.research, unit)} if research explains "
        f"{reliability:.0%} of its variance"
        for one in worth[:_NAMED]
    ]
    return f"Worth knowing alone: {'; '.join(parts)}."
