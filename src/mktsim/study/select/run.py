"""Select the best arm of a study: run the cells that the plan wants until it has an answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem
from mktsim.inputs.study import ChanceLimit
from mktsim.outcomes.metrics.table import metric_named
from mktsim.science.statistics import rinott
from mktsim.study.compare.ranking import mean_interval
from mktsim.study.compare.result import Interval
from mktsim.study.compare.run import STORE_NAME, Looking
from mktsim.study.compare.words import amount
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import Driving, Progress, drive
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.stamp import platform_stamp, product_version
from mktsim.study.runs.store import Store, open_store
from mktsim.study.select.chance_constraints import Limit
from mktsim.study.select.ocba import Spending, allocated, fewest_cells
from mktsim.study.select.outcomes import OutcomeBook
from mktsim.study.select.plan import OutcomeTable, Selected, Selecting, Step, plan
from mktsim.study.select.result import Effort, SelectedArm, Selection
from mktsim.study.select.selection_confidence import ArmLead
from mktsim.study.select.words import Naming, selected_words

STAGE = "select"
"""Name under which progress is told."""


@dataclass(frozen=True)
class Search:
    """What is searched for; the limits are those of the study besides."""

    delta: float
    """Smallest difference worth acting on, in units of the metric."""
    budget: int | None = None
    """Cells of a fixed budget, spent by OCBA without guarantee; None for the procedure with its guarantee."""
    first_stage: int = 20
    batch: int = 8
    most: int = 2000
    """Replications of an arm after which the search gives up."""
    first: int = 0
    """Number of the first replication: one that nothing was tuned on, where something was."""


def select(resolved: ResolvedStudy, out: Path, search: Search, looking: Looking | None = None) -> Selection:
    """Select the best arm, with the store in directory `out`; cells that are there are used, not run again.

    Errors: InputError for a delta or budget that is out of range; StoreError; Interrupted, resumable; CellFailed
    when more than one in twenty replications failed.
    """
    look = looking or Looking()
    begun = perf_counter()
    asked = _asked(resolved, search)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        planner = Planner(resolved, resolved.study.seed, search.first)
        book = OutcomeBook(store, planner, resolved.study.require)
        found = _searched(book, asked, search.budget, look)
        table = book.table()
        stamp = _digest(store, book, table, found)
    return _said(resolved, search, _Told(asked, found, table, len(book.failures), stamp, perf_counter() - begun))


@dataclass(frozen=True, eq=False)
class _Told:
    """What a search came to."""

    asked: Selecting
    found: Selected
    table: OutcomeTable
    failed: int
    digest: str
    seconds: float


def _asked(resolved: ResolvedStudy, search: Search) -> Selecting:
    arms, worlds = len(resolved.arms), len(resolved.worlds)
    fewest = fewest_cells(arms) * worlds
    wrong = []
    if not (math.isfinite(search.delta) and search.delta > 0.0):
        wrong.append(("delta", f"must be above 0, got {search.delta:g}"))
    if search.budget is not None and search.budget < fewest:
        told = f"must be at least {fewest} cells for {arms} arms in {worlds} worlds, got {search.budget}"
        wrong.append(("budget", told))
    if search.most < search.first_stage:
        wrong.append(("most", f"must be at least the first stage of {search.first_stage} replications"))
    if wrong:
        raise InputError(tuple(Problem("select", 0, 0, name, text) for name, text in wrong))
    return Selecting(
        delta=search.delta,
        alpha=1.0 - resolved.study.confidence,
        first_stage=search.first_stage,
        batch=search.batch,
        most=search.most,
        limits=tuple(_limit(limit, resolved.scenario.money.currency) for limit in resolved.study.require),
    )


def _limit(limit: ChanceLimit, currency: str) -> Limit:
    unit = metric_named(limit.metric).unit_in(currency)
    side, value = ("below", limit.below) if limit.below is not None else ("above", limit.above)
    name = f"probability of {limit.metric} {side} {amount(value or 0.0, unit)}"
    return Limit(name, limit.at_most, limit.tolerance)


def _searched(book: OutcomeBook, asked: Selecting, budget: int | None, look: Looking) -> Selected:
    """Run what the plan wants until it has an answer."""
    worlds = len(book.planner.resolved.worlds)

    def step() -> Step:
        if budget is None:
            return plan(book.table(), asked)
        return allocated(book.table(), Spending(budget // worlds, asked))

    done = 0
    found = step()
    while not isinstance(found, Selected):
        before = done
        planned = book.planned(found.cells)

        def told(progress: Progress, before: int = before) -> None:
            look.on_progress(STAGE, Progress(before + progress.done, before + progress.total, progress.failed))

        drive(planned, book.store, Driving(look.jobs, told, look.retry_failed, look.simulate, look.cluster))
        book.absorb(found.cells)
        done += len(planned)
        found = step()
    return found


def _digest(store: Store, book: OutcomeBook, table: OutcomeTable, found: Selected) -> str:
    """Digest of the cells that the answer rests on."""
    cells = [(arm, table.number(row)) for arm, used in enumerate(found.used) for row in range(used)]
    return digest(store, [one.key for one in book.planned(cells)])


def _said(resolved: ResolvedStudy, search: Search, told: _Told) -> Selection:
    study, found, asked = resolved.study, told.found, told.asked
    names = tuple(arm.name for arm in resolved.arms)
    unit = resolved.unit
    sign = resolved.metric.better.sign
    rows = max(found.used)
    outcomes = sign * np.where(np.arange(rows)[:, None] < np.array(found.used), told.table.good[:rows], np.nan)
    effort = replace(
        _effort(found, len(resolved.worlds), told.seconds),
        two_stage=_two_stage(outcomes, asked, search.delta) * len(resolved.worlds),
    )
    known = found.evidence
    return Selection(
        study=study.name,
        title=study.title,
        question=study.question,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=unit,
        delta=search.delta,
        alpha=asked.alpha,
        budget=search.budget,
        seed=study.seed,
        status=found.status,
        arm="" if found.arm is None else names[found.arm],
        tied=tuple(names[arm] for arm in found.tied),
        text=selected_words(found, asked, Naming(names, study.metric, unit, effort.cells)),
        arms=_arms(resolved, found, outcomes),
        probability_good=known.probability_good if known else math.nan,
        opportunity_cost=known.opportunity_cost if known else math.nan,
        at_most=found.at_most,
        effort=effort,
        failed=told.failed,
        outcomes=outcomes,
        numbers=told.table.replications[:rows] + search.first,
        digest=told.digest,
    )


def _effort(found: Selected, worlds: int, seconds: float) -> Effort:
    cells = sum(found.used) * worlds
    equal = max(found.used) * len(found.used) * worlds
    leads = found.evidence.leads if found.evidence else ()
    reductions = [lead.variance_reduction for lead in _nearest(leads) if math.isfinite(lead.variance_reduction)]
    return Effort(cells, equal, math.ceil(equal * reductions[0]) if reductions else equal, seconds)


def _two_stage(outcomes: NDArray[np.float64], asked: Selecting, delta: float) -> int:
    """Cells a world that Rinott's procedure needs when every arm has luck of its own and as many as the noisiest."""
    spread = np.array(
        [column[np.isfinite(column)].std(ddof=1) for column in outcomes.T if np.isfinite(column).sum() > 1]
    )
    if spread.size < 2:
        return 0
    h = rinott.constant(spread.size, 1.0 - asked.selection_alpha, asked.first_stage)
    return int(spread.size * rinott.replications(spread, delta, h, asked.first_stage).max())


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
