"""Decision: run the procedures one after the other on one store, so that they share their cells, and sum up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from mktsim.study.decide.commitments import commitments
from mktsim.study.decide.plan import (
    DecideOptions,
    check,
    information_of,
    optimise_of,
    robustness_of,
    selection_of,
)
from mktsim.study.decide.result import Decision, Research
from mktsim.study.decide.words import decision_words
from mktsim.study.information.result import Information
from mktsim.study.information.run import information
from mktsim.study.information.words import worth_knowing
from mktsim.study.optimise.result import Optimisation
from mktsim.study.optimise.run import optimise
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.robust.result import Robustness
from mktsim.study.robust.run import cells_of as robust_cells
from mktsim.study.robust.run import openings_of as robust_openings
from mktsim.study.robust.run import robust
from mktsim.study.robust.words import is_settled
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.outcome_table import world_table
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.select.chance_constraints import Keeping, worst
from mktsim.study.select.result import Selection
from mktsim.study.select.run import select

AS_IS = "as it is"
"""Name under which progress is reported, beside those of the procedures."""
_SMALL = 0.01
"""Share of what the baseline earns that is worth acting on where nothing else is asked for: assumption."""


def decide(resolved: ResolvedStudy, out: Path, asked: DecideOptions, options: RunOptions | None = None) -> Decision:
    """Decide a study, with the store in directory `out`; cells that are there are used, and shared by all procedures.

    Errors: InputError for a study that leaves nothing to decide; StoreError; Interrupted, resumable; CellFailed when
    more than one in twenty replications failed.
    """
    how = options or RunOptions()
    begun = perf_counter()
    check(resolved)
    delta = asked.delta or _SMALL * _baseline_value(resolved, out, asked, how)
    how = replace(how, fresh=False)
    parts = _Parts(
        select(resolved, out, selection_of(asked, delta), how),
        robust(resolved, out, robustness_of(resolved, asked), how),
        information(resolved, out, information_of(resolved, asked), how),
    )
    choice = _choice(parts)
    tuned = optimise(resolved, out, optimise_of(asked, choice, delta), how) if asked.optimise and choice else None
    return replace(_decision(resolved, asked, parts, (choice, delta), tuned), seconds=perf_counter() - begun)


def cells_of(resolved: ResolvedStudy, asked: DecideOptions) -> int:
    """Return how many cells a decision takes, about."""
    as_is = asked.as_is * len(resolved.arms) * len(resolved.worlds)
    tuning = 40 * asked.replications + 4 * asked.as_is if asked.optimise else 0
    return as_is + robust_cells(resolved, robustness_of(resolved, asked)) + tuning


def openings_of(resolved: ResolvedStudy, asked: DecideOptions) -> int:
    """Return how many pairs of world and replication are opened, about."""
    return asked.as_is * len(resolved.worlds) + robust_openings(resolved, robustness_of(resolved, asked))


@dataclass(frozen=True)
class _Parts:
    """What the procedures said."""

    selection: Selection
    robustness: Robustness
    information: Information


def _baseline_value(resolved: ResolvedStudy, out: Path, asked: DecideOptions, options: RunOptions) -> float:
    """Run the arms as things are, and return what the baseline earns, without sign."""
    planned = Planner(resolved, resolved.study.seed).base(asked.as_is)
    with open_results(out, fresh=options.fresh) as store:
        drive(planned, store, options, AS_IS)
        good, _ = world_table(store, resolved, planned)
    place = [arm.name for arm in resolved.arms].index(resolved.study.baseline)
    return abs(float(np.einsum("rw,w->r", good[..., place], resolved.weights).mean()))


def _choice(parts: _Parts) -> str:
    """Return the arm with the highest mean over the worlds that does not break a limit; empty where all do."""
    broken = {arm.name for arm in parts.selection.arms if worst(arm.limits) is Keeping.BREAKS}
    ranked = sorted(
        zip(parts.robustness.arms, parts.robustness.regret.arms, strict=True), key=lambda pair: -pair[1].mean.mean
    )
    return next((name for name, _ in ranked if name not in broken), "")


def _decision(
    resolved: ResolvedStudy,
    asked: DecideOptions,
    parts: _Parts,
    chosen: tuple[str, float],
    tuned: Optimisation | None,
) -> Decision:
    """Return the decision with its sentences; the caller adds what it cost."""
    choice, delta = chosen
    found = Decision(
        heading=heading_of(resolved),
        question=resolved.study.question,
        asked=asked,
        titles=_titles(resolved.arms),
        years=resolved.scenario.horizon_weeks / 52.0,
        choice=choice,
        baseline=resolved.study.baseline,
        delta=delta,
        selection=parts.selection,
        robustness=parts.robustness,
        information=parts.information,
        optimisation=tuned,
        research=_research(resolved, parts, choice),
        commitments=commitments(_contenders(resolved.arms, parts.robustness, choice), resolved.scenario.money.currency),
        text=(),
        cells=cells_of(resolved, asked),
        failed=parts.robustness.failed + parts.selection.failed + (tuned.failed if tuned else 0),
        digest=parts.robustness.digest,
        seconds=0.0,
    )
    return replace(found, text=decision_words(found))


def _titles(arms: Sequence[NamedArm]) -> tuple[tuple[str, str], ...]:
    """Return each arm in words: its policy, and its organisation where arms differ in that."""
    organisations = {arm.organisation for arm in arms}
    if len({arm.policy for arm in arms}) == 1 < len(organisations):
        return tuple((arm.name, arm.organisation.replace("_", " ")) for arm in arms)
    return tuple(
        (arm.name, arm.arm.policy.title + (f", {arm.organisation.replace('_', ' ')}" if len(organisations) > 1 else ""))
        for arm in arms
    )


def _contenders(arms: Sequence[NamedArm], robustness: Robustness, choice: str) -> tuple[NamedArm, ...]:
    """Return the arms that may still be best, the choice first."""
    behind = dict(zip(robustness.arms, (arm.behind for arm in robustness.regret.arms), strict=True))
    may_be = [arm for arm in arms if arm.name == choice or (one := behind[arm.name]) is None or one.low <= 0.0]
    return tuple(sorted(may_be, key=lambda arm: arm.name != choice))


def _research(resolved: ResolvedStudy, parts: _Parts, choice: str) -> Research:
    """Weigh finding out against waiting."""
    known = worth_knowing(parts.information)
    top = known[0] if known else None
    return Research(
        parameter=top,
        name="" if top is None else parts.information.name_of(top.name),
        most_worth=0.0 if top is None else top.research,
        a_week=_waiting(resolved, parts.robustness, choice),
    )


def _waiting(resolved: ResolvedStudy, robustness: Robustness, choice: str) -> float:
    """What a week of waiting costs where the choice surely earns more than what is done now."""
    baseline = resolved.study.baseline
    if not choice or choice == baseline or not is_settled(robustness):
        return 0.0
    behind = robustness.regret.arms[robustness.arms.index(baseline)].behind
    return max(0.0, behind.mean) / resolved.scenario.horizon_weeks if behind is not None else 0.0
