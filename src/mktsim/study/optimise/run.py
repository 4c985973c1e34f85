"""Simulation optimisation: tune a policy under a budget, confirm on hold-out replications, weigh other budgets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.study import Arm
from mktsim.study.optimise.frontier import marginal, reaching
from mktsim.study.optimise.plan import FEWEST_SCALED, FINALISTS, FRESH, WEIGHED, OptimiseOptions, checked
from mktsim.study.optimise.result import Confirmed, Frontier, Optimisation, SearchResult
from mktsim.study.optimise.search import Search, TuningProblem
from mktsim.study.optimise.variables import titled, values_of
from mktsim.study.optimise.words import optimised_words
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.interval import mean_interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.response_surface import Surface, setting_values, values_digest
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.size import part
from mktsim.study.select.plan import SelectionOptions
from mktsim.study.select.result import Selection
from mktsim.study.select.run import select

Floats = NDArray[np.float64]
_WEEKS_A_YEAR = 52.0
FRONTIER = "frontier"
"""Name under which progress is reported, beside those of the search and of `select`."""


def optimise(
    resolved: ResolvedStudy, out: Path, asked: OptimiseOptions, options: RunOptions | None = None
) -> Optimisation:
    """Tune a policy, with the store in directory `out`; a second call replays what is stored and goes on.

    Errors: InputError for an arm, path, range or budget that cannot be; StoreError; Interrupted, resumable;
    CellFailed when the policy as given cannot be run.
    """
    how = options or RunOptions()
    begun = perf_counter()
    arm, variables = checked(resolved, asked)
    problem = TuningProblem(resolved, arm, variables, asked)
    with open_results(out, fresh=how.fresh) as store:
        search = Search(problem, Surface(store, Planner(resolved, resolved.study.seed), how, "", asked.replications))
        searches, delta = search.run()
        hold_out = Surface(store, Planner(resolved, resolved.study.seed, FRESH), how, FRONTIER, asked.confirm)
        fresh = _fresh(problem, searches[0], hold_out)
        terminal = _terminal(problem, searches[0], hold_out)
    finals = _finals(problem, searches[0])
    selection = select(finals, out, SelectionOptions(delta, most=asked.most, first=FRESH), replace(how, fresh=False))
    chosen = next((one for one in finals.arms if one.name == selection.arm), arm)
    recommended = chosen.arm.policy
    confirmed = replace(
        _confirmed(search, searches[0], selection, fresh),
        policy=recommended if recommended == arm.arm.policy else titled(recommended, variables),
        terminal=terminal,
    )
    found = replace(_optimisation(problem, searches, confirmed, fresh), delta=delta, failed=search.failed)
    cells, values = search.cells + fresh.size + selection.cost.cells, [*search.values, fresh]
    if len(searches) > 1:
        with open_results(out, fresh=False) as store:
            weighed = _weighed(problem, searches, chosen, replace(hold_out, store=store))
        found = replace(found, frontier=_frontier(problem, searches, weighed), outcomes=weighed.good)
        cells, values = cells + weighed.cells, [*values, weighed.good]
    found = replace(found, digest=values_digest(values))
    return replace(found, text=optimised_words(found), cells=cells, seconds=perf_counter() - begun)


def cells_of(resolved: ResolvedStudy, asked: OptimiseOptions) -> int:
    """Return how many cells an optimisation takes at most; its selection stops as soon as it is sure."""
    return surely_of(resolved, asked) + asked.most * (1 + FINALISTS) * len(resolved.worlds)


def surely_of(resolved: ResolvedStudy, asked: OptimiseOptions) -> int:
    """Return how many cells an optimisation takes beside its selection: all trials, and each budget's policy anew."""
    others = len(asked.frontier)
    searched = (trials_of(resolved, asked) + others) * asked.replications * (1 + others)
    weighed = 2 * others + 2 + others if others else 0
    return (searched + asked.confirm * (2 + weighed)) * len(resolved.worlds)


def trials_of(resolved: ResolvedStudy, asked: OptimiseOptions) -> int:
    """Return how many sets of values are tried under each budget. Errors: InputError as of `checked`."""
    return TuningProblem(resolved, *checked(resolved, asked), asked).trials


def scaled(asked: OptimiseOptions, share: float, trials: int) -> OptimiseOptions:
    """Return a smaller search of what would be so many `trials`, confirmed on fewer replications."""
    return replace(
        asked,
        trials=part(trials, share, FEWEST_SCALED),
        replications=part(asked.replications, share, 2),
        confirm=part(asked.confirm, share, 6),
        most=part(asked.most, share, 20),
    )


def _fresh(problem: TuningProblem, searched: SearchResult, hold_out: Surface) -> Floats:
    """Hold-out values of the policy as given and of the best of a search, shape (replications, 2)."""
    return _values([problem.arm, problem.at(searched.best.values, searched.budget)], problem, hold_out)


def _values(arms: Sequence[NamedArm], problem: TuningProblem, hold_out: Surface) -> Floats:
    """Hold-out values of arms, shape (replications, arms)."""
    return np.asarray(setting_values(hold_out, [problem.settings(arm) for arm in arms]).good[..., 0])


def _terminal(problem: TuningProblem, searched: SearchResult, hold_out: Surface) -> float:
    """Mean terminal value of the best on hold-out replications; NaN unless the metric is net present value."""
    if problem.resolved.metric.name != "npv":
        return math.nan
    best = problem.at(searched.best.values, searched.budget)
    keys = [hold_out.planner.cell(best, 0, r).key for r in range(hold_out.replications)]
    return float(np.nanmean(hold_out.store.outcomes(keys, ["terminal_value"])))


@dataclass(frozen=True, eq=False)
class _Weighed:
    """What budgets buy on replications that nothing was tuned or chosen on."""

    good: Floats
    """Of the policy as given and of each budget's policy, shape (replications, 1 + budgets)."""
    money: tuple[float, ...]
    """Marketing money really spent a year, in that order; NaN where it is not known."""
    cells: int


def _weighed(problem: TuningProblem, searches: Sequence[SearchResult], chosen: NamedArm, choosing: Surface) -> _Weighed:
    """Weigh budgets: the one asked for with the policy that was selected, each other with the better of two.

    These are the best of its search, and the policy as given scaled to the budget: a search of few trials may have
    found something worse. They are chosen between on the hold-out replications of `choosing`, and weighed on others.
    """
    arms = [problem.arm, chosen]
    cells = 0
    for one in searches[1:]:
        best, tried = _better(problem, one, choosing)
        arms.append(best)
        cells += tried
    resolved = problem.resolved
    weighing = replace(choosing, planner=Planner(resolved, resolved.study.seed, WEIGHED))
    good = _values(arms, problem, weighing)
    return _Weighed(good, _spent(problem, arms, weighing), cells + good.size)


def _better(problem: TuningProblem, searched: SearchResult, choosing: Surface) -> tuple[NamedArm, int]:
    """Return the better of a budget's best and of the policy as given under it, and the cells that took.

    The policy as given is left out where the search could not run it under that budget.
    """
    given = values_of(problem.arm.arm.policy, problem.variables)
    could = [one.values for one in searched.trials if one.values == given and one.good is not None]
    arms = [problem.at(values, searched.budget) for values in dict.fromkeys((searched.best.values, *could))]
    good = _values(arms, problem, choosing)
    return arms[int(np.argmax(good.mean(axis=0)))], good.size


def _spent(problem: TuningProblem, arms: Sequence[NamedArm], hold_out: Surface) -> tuple[float, ...]:
    """Marketing money really spent a year by each arm on hold-out replications."""
    years = problem.resolved.scenario.horizon_weeks / _WEEKS_A_YEAR
    found = []
    for arm in arms:
        keys = [hold_out.planner.cell(arm, 0, r).key for r in range(hold_out.replications)]
        values = hold_out.store.outcomes(keys, ["marketing_money"])
        found.append(float(np.nanmean(values)) / years if np.isfinite(values).any() else math.nan)
    return tuple(found)


def _finals(problem: TuningProblem, searched: SearchResult) -> ResolvedStudy:
    """The study of the finalists: the best few under the budget, and the policy as given."""
    known = sorted((one for one in searched.trials if one.good is not None), key=lambda one: -(one.good or 0.0))
    best = list({trial.values: trial for trial in known}.values())[:FINALISTS]
    given = problem.arm
    arms = [given]
    for trial in best:
        resolved = problem.at(trial.values, searched.budget).arm
        if resolved.policy != given.arm.policy:
            arms.append(replace(given, name=f"trial {trial.number}", arm=resolved))
    organisation = problem.resolved.study.arms[given.name].organisation
    named = {arm.name: Arm(policy=arm.policy, organisation=organisation) for arm in arms}
    study = problem.resolved.study.model_copy(update={"arms": named, "baseline": given.name})
    return replace(problem.resolved, study=study, arms=tuple(arms))


def _confirmed(search: Search, searched: SearchResult, selection: Selection, fresh: Floats) -> Confirmed:
    """What hold-out replications say; policy and terminal value are filled in by the caller."""
    gain = mean_interval(fresh[:, 1] - fresh[:, 0], search.problem.resolved.study.confidence)
    flattered = (searched.best.good or 0.0) - search.given_good - gain.mean
    return Confirmed(selection, gain, flattered, searched.policy, math.nan)


def _frontier(problem: TuningProblem, searches: Sequence[SearchResult], weighed: _Weighed) -> Frontier:
    study, asked = problem.resolved.study, problem.asked
    order = sorted(range(len(searches)), key=lambda place: searches[place].budget)
    budgets = tuple(searches[place].budget for place in order)
    given, good = weighed.good[:, 0], weighed.good[:, [place + 1 for place in order]]
    target = None if asked.target is None else problem.resolved.metric.better.sign * asked.target
    level = 1.0 - (1.0 - study.confidence) / len(budgets)
    return Frontier(
        gains=tuple(mean_interval(column - given, level) for column in good.T),
        budgets=budgets,
        values=tuple(mean_interval(column, study.confidence) for column in good.T),
        marginal=marginal(budgets, good, study.confidence),
        target=None if target is None else reaching(budgets, good, target, study.confidence),
        cheaper=reaching(budgets, good, given, study.confidence),
        spent=tuple(weighed.money[place + 1] for place in order),
        given_spent=weighed.money[0],
    )


def _optimisation(
    problem: TuningProblem, searches: tuple[SearchResult, ...], confirmed: Confirmed, outcomes: Floats
) -> Optimisation:
    """Return the result but for frontier, delta, words, digest and what it cost."""
    policy = problem.arm.arm.policy
    return Optimisation(
        heading=heading_of(problem.resolved),
        replications=problem.asked.replications,
        delta=0.0,
        arm=problem.arm.name,
        variables=problem.variables,
        given=values_of(policy, problem.variables),
        given_budget=policy.budget.per_year_money,
        searches=searches,
        confirmed=confirmed,
        frontier=None,
        text=(),
        cells=0,
        failed=0,
        outcomes=outcomes,
        digest="",
        seconds=0.0,
    )
