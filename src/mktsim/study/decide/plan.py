"""Decision: what is asked of each procedure, and what it costs; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.errors import InputError, Problem
from mktsim.study.information.plan import InformationOptions
from mktsim.study.optimise.plan import OptimiseOptions
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.robust.plan import RobustnessOptions, turning_at
from mktsim.study.runs.size import part
from mktsim.study.select.plan import SelectionOptions

_MIDDLING, _SMALL = 0.15, 0.1
"""Shares from which a smaller decision has more than its least. Three replications at least over worlds: of two, one
degree of freedom is left for luck that all worlds share, and no interval says anything."""


@dataclass(frozen=True)
class DecideOptions:
    """What is asked of a decision."""

    delta: float = 0.0
    """Smallest difference worth acting on, in units of the metric; 0 for a hundredth of what the baseline earns."""
    draws: int = 32
    """Worlds drawn from the ranges of the assumptions; named worlds of the study stand in their place."""
    replications: int = 4
    """Of each arm in each world."""
    turning_replications: int = 8
    """Of the leader and the two arms nearest to it, at each value tried in search of what turns the choice."""
    turning_most: int | None = None
    """Assumptions tried, those that the drawn worlds point to; None for all."""
    as_is: int = 20
    """Of each arm as things are, before the first look."""
    most: int = 40
    """Of each arm as things are, at most."""
    optimise: bool = False
    """Whether the policy of choice is tuned, too."""


def check(resolved: ResolvedStudy) -> None:
    """Refuse a study that leaves nothing to decide. Errors: InputError."""
    if len(resolved.arms) < 2:
        raise InputError((Problem(resolved.file, 0, 0, "arms", "a decision needs at least two"),))
    if not resolved.scenario.assumptions and len(resolved.worlds) < 2:
        message = "name assumptions with ranges in the scenario, or worlds in the study: what a choice rests on"
        raise InputError((Problem(resolved.file, 0, 0, "assumptions", message),))


def robustness_of(resolved: ResolvedStudy, asked: DecideOptions) -> RobustnessOptions:
    """Return what is asked of the analysis of robustness."""
    draws = 0 if resolved.study.worlds or not resolved.scenario.assumptions else asked.draws
    return RobustnessOptions(
        draws=draws,
        replications=asked.replications,
        turning_replications=asked.turning_replications,
        turning_most=asked.turning_most,
    )


def information_of(resolved: ResolvedStudy, asked: DecideOptions) -> InformationOptions:
    """Return what is asked of the worth of information: on the same cells as robustness."""
    draws = robustness_of(resolved, asked).draws
    return InformationOptions(draws=draws, world_replications=asked.replications, work=False)


def selection_of(asked: DecideOptions, delta: float) -> SelectionOptions:
    """Return what is asked of the selection among the arms as things are."""
    return SelectionOptions(delta, first_stage=asked.as_is, most=max(asked.most, asked.as_is))


def optimise_of(asked: DecideOptions, arm: str, delta: float) -> OptimiseOptions:
    """Return what is asked of the optimisation of the arm of choice."""
    return OptimiseOptions(arm=arm, delta=delta, replications=asked.replications, confirm=asked.as_is)


def scaled(asked: DecideOptions, share: float) -> DecideOptions:
    """Return a smaller decision: fewer worlds, replications and assumptions; the least answers in about a minute."""
    root, is_more = share**0.5, share >= _SMALL
    as_is = part(asked.as_is, root, 8 if is_more else 6)
    return replace(
        asked,
        draws=part(asked.draws, share**0.75, 4),
        replications=part(asked.replications, root, 4 if share >= _MIDDLING else 3),
        turning_replications=part(asked.turning_replications, root, 4 if is_more else 3),
        turning_most=turning_at(asked.turning_most, share),
        as_is=as_is,
        most=max(as_is, part(asked.most, share, 1)),
    )
