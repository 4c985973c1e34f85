"""The worth of information in words."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.study.compare.result import Interval
from mktsim.study.compare.words import amount
from mktsim.study.information.evppi import Knowing
from mktsim.study.information.improvements import Improvement

_NAMED = 3
_LEARNT = 0.05
"""Share of shuffles below which a parameter counts as worth knowing."""


@dataclass(frozen=True)
class Naming:
    """Names and units."""

    arms: tuple[str, ...]
    metric: str
    unit: str
    reliability: float
    draws: int


def information_words(
    work: tuple[tuple[Improvement, ...], tuple[Improvement, ...]],
    world: tuple[Interval | None, tuple[Knowing, ...]],
    naming: Naming,
) -> tuple[str, ...]:
    """Say what improvements of the work bring, what they can bring at most, and what knowing the world is worth."""
    improvements, ceilings = work
    known, parameters = world
    said = [_work(improvements, naming), _ceilings(ceilings, naming)]
    if known is not None:
        said.append(_world(known, naming))
        said.append(_parameters(parameters, naming))
    return tuple(said)


def _work(improvements: tuple[Improvement, ...], naming: Naming) -> str:
    sure = [one for one in improvements if one.choice.low > 0.0]
    harm = [one for one in improvements if one.choice.high < 0.0]
    turning = [one.name for one in improvements if one.turns]
    if sure:
        parts = [f"{one.name} {_between(one.choice, naming.unit)}" for one in sure[:_NAMED]]
        told = f"Within the work, before what it costs, this is worth money to the best arm: {'; '.join(parts)}."
    else:
        told = (
            f"None of {len(improvements)} improvements of knowledge and speed is worth more to the best arm than luck "
            "explains."
        )
    told += f" {'; '.join(one.name for one in harm)}: costs money, as better knowledge can be misused." if harm else ""
    return f"{told} Another arm becomes best with: {'; '.join(turning)}." if turning else told


def _ceilings(ceilings: tuple[Improvement, ...], naming: Naming) -> str:
    parts = [f"{one.name} {_between(one.choice, naming.unit)}" for one in ceilings]
    return f"Ends of the scale: {'; '.join(parts)}."


def _world(known: Interval, naming: Naming) -> str:
    return (
        f"Before choosing, knowing the world exactly is worth {_between(known, naming.unit)}, over {naming.draws} "
        "worlds drawn evenly from the ranges: no research into the market is worth more to this choice."
    )


def _parameters(parameters: tuple[Knowing, ...], naming: Naming) -> str:
    worth = [one for one in parameters if one.p_value <= _LEARNT and one.perfect.mean > 0.0]
    if not worth:
        return "No single parameter is worth knowing: none of them would change the choice often enough to be seen."
    parts = [
        f"{one.name} {_between(one.perfect, naming.unit)}, or {amount(one.research, naming.unit)} if research explains "
        f"{naming.reliability:.0%} of its variance"
        for one in worth[:_NAMED]
    ]
    return f"Worth knowing alone: {'; '.join(parts)}."


def _between(interval: Interval, unit: str) -> str:
    return f"{amount(interval.mean, unit)} ({amount(interval.low, unit)} to {amount(interval.high, unit)})"
