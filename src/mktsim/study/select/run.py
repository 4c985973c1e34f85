"""Ranking and selection: run the cells that the plan needs until it has an answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import rinott
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.interval import Interval, mean_interval
from mktsim.study.runs.options import Progress, RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.size import part
from mktsim.study.runs.store import Store
from mktsim.study.runs.wording import Wording
from mktsim.study.select.ocba import Spending, allocated
from mktsim.study.select.outcomes import SelectionOutcomes
from mktsim.study.select.plan import (
    OutcomeTable,
    Selected,
    SelectionOptions,
    SelectionParameters,
    Step,
    parameters_of,
    plan,
)
from mktsim.study.select.result import Cost, SelectedArm, Selection
from mktsim.study.select.selection_confidence import ArmLead
from mktsim.study.select.words import selected_words

STAGE = "select"
"""Name under which progress is told."""


def select(resolved: ResolvedStudy, out: Path, asked: SelectionOptions, options: RunOptions | None = None) -> Selection:
    """Select the best arm, with the store in directory `out`; cells that are there are used, not run again.

    Errors: InputError for a delta or budget that is out of range; StoreError; Interrupted, resumable; CellFailed
    when more than one in twenty replications failed.
    """
    how = options or RunOptions()
    begun = perf_counter()
    parameters = parameters_of(resolved, asked)
    with open_results(out, fresh=how.fresh) as store:
        outcomes = SelectionOutcomes(store, Planner(resolved, resolved.study.seed, asked.first), resolved.study.require)
        found, cells = _searched(outcomes, parameters, asked.budget, how)
        table = outcomes.table()
        stamp = _digest(store, outcomes, table, found)
    run = _Run(parameters, found, table, len(outcomes.failures), stamp, cells)
    result = _selection(resolved, asked, run)
    return replace(result, cost=replace(result.cost, seconds=perf_counter() - begun))


def cells_of(resolved: ResolvedStudy, asked: SelectionOptions) -> int:
    """Return how many cells a selection takes at most; it stops as soon as it is sure."""
    every = asked.most * len(resolved.arms) * len(resolved.worlds)
    return every if asked.budget is None else min(asked.budget, every)


def scaled(asked: SelectionOptions, share: float) -> SelectionOptions:
    """Return a selection that gives up earlier, with its guarantee as it was; nothing less than a first stage."""
    budget = None if asked.budget is None else part(asked.budget, share, 2 * asked.first_stage)
    return replace(asked, most=part(asked.most, share, asked.first_stage), budget=budget)


@dataclass(frozen=True, eq=False)
class _Run:
    """Result of a search."""

    parameters: SelectionParameters
    found: Selected
    table: OutcomeTable
    failed: int
    digest: str
    cells: int
    """Cells that were asked for."""


def _searched(
    outcomes: SelectionOutcomes, parameters: SelectionParameters, budget: int | None, options: RunOptions
) -> tuple[Selected, int]:
    """Run what the plan wants until it has an answer; return it with the cells that were asked for."""
    worlds = len(outcomes.planner.resolved.worlds)

    def step() -> Step:
        if budget is None:
            return plan(outcomes.table(), parameters)
        return allocated(outcomes.table(), Spending(budget // worlds, parameters))

    done = 0
    found = step()
    while not isinstance(found, Selected):
        planned = outcomes.planned(found.cells)
        drive(planned, outcomes.store, options.reporting(partial(_counted_on, done)), STAGE)
        outcomes.absorb(found.cells)
        done += len(planned)
        found = step()
    return found, done


def _counted_on(before: int, progress: Progress) -> Progress:
    """Count the cells of earlier steps in."""
    return Progress(before + progress.done, before + progress.total, progress.failed)


def _digest(store: Store, outcomes: SelectionOutcomes, table: OutcomeTable, found: Selected) -> str:
    """Digest of the cells that the answer rests on."""
    cells = [(arm, table.number(row)) for arm, used in enumerate(found.used) for row in range(used)]
    return digest(store, [one.key for one in outcomes.planned(cells)])


def _selection(resolved: ResolvedStudy, asked: SelectionOptions, run: _Run) -> Selection:
    found, parameters = run.found, run.parameters
    names = tuple(arm.name for arm in resolved.arms)
    rows = max(found.used)
    used = np.arange(rows)[:, None] < np.array(found.used)
    outcomes = resolved.metric.better.sign * np.where(used, run.table.good[:rows], np.nan)
    cost = _cost(run, len(resolved.worlds), _two_stage(outcomes, parameters))
    known = found.evidence
    heading = heading_of(resolved)
    return Selection(
        heading=heading,
        question=resolved.study.question,
        delta=asked.delta,
        alpha=parameters.alpha,
        budget=asked.budget,
        status=found.status,
        arm="" if found.arm is None else names[found.arm],
        tied=tuple(names[arm] for arm in found.tied),
        text=selected_words(found, parameters, Wording(names, heading.metric, heading.unit), cost.cells),
        arms=_arms(resolved, found, outcomes),
        probability_good=known.probability_good if known else math.nan,
        opportunity_cost=known.opportunity_cost if known else math.nan,
        at_most=found.at_most,
        cost=cost,
        failed=run.failed,
        outcomes=outcomes,
        numbers=run.table.replications[:rows] + asked.first,
        digest=run.digest,
    )


def _cost(run: _Run, worlds: int, two_stage: int) -> Cost:
    found = run.found
    cells = sum(found.used) * worlds
    equal = max(found.used) * len(found.used) * worlds
    leads = found.evidence.leads if found.evidence else ()
    reductions = [lead.variance_reduction for lead in _nearest(leads) if math.isfinite(lead.variance_reduction)]
    return Cost(
        cells, run.cells, equal, math.ceil(equal * reductions[0]) if reductions else equal, 0.0, two_stage * worlds
    )


def _two_stage(outcomes: NDArray[np.float64], asked: SelectionParameters) -> int:
    """Cells a world that Rinott's procedure needs when every arm has luck of its own and as many as the noisiest."""
    spread = np.array(
        [column[np.isfinite(column)].std(ddof=1) for column in outcomes.T if np.isfinite(column).sum() > 1]
    )
    if spread.size < 2:
        return 0
    h = rinott.constant(spread.size, 1.0 - asked.selection_alpha, asked.first_stage)
    return int(spread.size * rinott.replications(spread, asked.delta, h, asked.first_stage).max())


def _nearest(leads: tuple[ArmLead, ...]) -> tuple[ArmLead, ...]:
    """The runner-up: the arm that the chosen leads by least."""
    return tuple(sorted(leads, key=lambda lead: lead.interval.mean)[:1])


def _arms(resolved: ResolvedStudy, found: Selected, outcomes: NDArray[np.float64]) -> tuple[SelectedArm, ...]:
    leads = {lead.arm: lead for lead in found.evidence.leads} if found.evidence else {}
    nan = math.nan
    made = []
    for place, arm in enumerate(resolved.arms):
        values = outcomes[: found.used[place], place]
        lead = leads.get(place)
        made.append(
            SelectedArm(
                name=arm.name,
                policy=arm.policy,
                organisation=arm.organisation,
                replications=found.used[place],
                interval=mean_interval(values, resolved.study.confidence) if values.size else Interval(nan, nan, nan),
                behind=None if lead is None else lead.interval,
                p_within=nan if lead is None else lead.p_within,
                loss=nan if lead is None else lead.loss,
                limits=found.keeping[place],
            )
        )
    return tuple(made)
