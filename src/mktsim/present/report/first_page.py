"""The first page of the report: how sure, what being wrong costs, what would change it, and what next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.numbers import amount, percent
from mktsim.present.reading import arm_scale, chance_of_best, horizon_of, leader_of, unit_of
from mktsim.present.words import joined, replications
from mktsim.study.compare.result import Status

if TYPE_CHECKING:
    from mktsim.study.compare.result import ArmResult, Comparison


@dataclass(frozen=True)
class Line:
    """One line of the memo."""

    heading: str
    sentences: tuple[str, ...]


def memo(comparison: Comparison) -> tuple[Line, ...]:
    """Return the lines that stand under question and verdict; a line without a sentence is left out."""
    leader = leader_of(comparison)
    lines = (
        Line("How sure", _how_sure(comparison, leader)),
        Line("If it is wrong", _wrong(comparison, leader)),
        Line("What would change it", _turning(comparison, leader)),
        Line("What is committed", _committed(comparison, leader)),
        Line("Next step", _next(comparison)),
    )
    return tuple(line for line in lines if line.sentences)


def _how_sure(comparison: Comparison, leader: ArmResult) -> tuple[str, ...]:
    scale = arm_scale(comparison)
    ends = f"{percent(comparison.heading.confidence)} interval {scale.span(leader.interval.low, leader.interval.high)}"
    worth = f"{leader.name} is worth {scale.text(leader.interval.mean)} on average ({ends})"
    found = [f"{worth}, over {comparison.replications} replications."]
    if chance := chance_of_best(comparison, leader):
        found.append(f"It is the best of {len(comparison.arms)} arms with probability {chance}.")
    if comparison.failed:
        found.append(f"{comparison.failed} runs failed and are left out.")
    return tuple(found)


def _wrong(comparison: Comparison, leader: ArmResult) -> tuple[str, ...]:
    scale, unit = arm_scale(comparison), unit_of(comparison)
    worst = f"In the worst tenth of cases {leader.name} is worth {scale.text(leader.cvar)} on average."
    if leader.risk is None:
        return (worst,)
    loss = leader.risk.opportunity_cost
    cost = f"less than {amount(1.0, unit)}" if loss < 1.0 else f"at most {amount(loss, unit)}"
    return (f"Choosing it is expected to lose {cost} against the arm that is truly best.", worst)


def _turning(comparison: Comparison, leader: ArmResult) -> tuple[str, ...]:
    """Return what the verdict hangs on: terminal value, organisation, assumptions, worlds."""
    verdict, found = comparison.verdict, []
    others = [row.name for row in comparison.worlds if comparison.arms[row.best].name != verdict.arm]
    if others:
        found.append(f"Another arm leads in {joined(others)}.")
    if verdict.without_terminal and verdict.without_terminal != verdict.arm:
        found.append(
            f"Without the terminal value (what the product still earns after the last counted week; "
            f"{arm_scale(comparison).text(leader.terminal)} here) the leader would be {verdict.without_terminal}."
        )
    if verdict.ranking_changed_by_organisation:
        found.append("In an ideal organisation the ranking of the policies would be another one.")
    turning = [f"{effect.name} ({effect.turning})" for effect in comparison.assumptions if effect.turns]
    rests = f"{replications(comparison.assumption_replications)} each"
    if turning:
        found.append(f"Within its plausible range, by {rests}: {joined(turning)}.")
    elif comparison.assumptions:
        found.append(f"None of the {len(comparison.assumptions)} assumptions told was seen to turn it ({rests}).")
    else:
        found.append("No assumption was varied: what the answer rests on is not known yet.")
    return tuple(found)


def _committed(comparison: Comparison, leader: ArmResult) -> tuple[str, ...]:
    """Return how much money is bound, and until when the first two arms do the same."""
    found, weeks = [], horizon_of(comparison)
    if math.isfinite(leader.approved):
        currency = comparison.heading.currency
        over = f" over {weeks} weeks" if weeks else ""
        found.append(
            f"{amount(leader.approved, currency)} of marketing money is approved{over}; "
            f"{amount(leader.spent, currency)} of it is spent on average."
        )
    parting, verdict = comparison.parting, comparison.verdict
    if parting is not None:
        both = f"{verdict.arm} and {verdict.runner_up} do the same in one run of both"
        found.append(f"Until {parting.date} {both}: so long nothing is decided between them.")
    return tuple(found)


def _next(comparison: Comparison) -> tuple[str, ...]:
    status = comparison.verdict.status
    if status is Status.ALIKE:
        return ("Take whichever is easier to carry out: the difference is too small to act on.",)
    if status is Status.TIED:
        return ("More replications or better data on the market are needed before the difference is known.",)
    turning = [effect.name for effect in comparison.assumptions if effect.turns]
    if turning:
        return (f"Find out about {joined(turning)} first; mktsim decide says what knowing it is worth.",)
    return ("Ask mktsim decide what the choice is worth in other worlds before the money is committed.",)
