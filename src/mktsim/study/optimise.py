"""Tune the rules of an arm's policy under a budget, confirm on fresh luck, and say what other budgets would buy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem, did_you_mean, quoted
from mktsim.inputs.study import Arm
from mktsim.outcomes.metrics.metric import Better
from mktsim.study.comparing import STORE_NAME, Looking
from mktsim.study.decision.frontier import marginal, reaching
from mktsim.study.decision.knobs import Knob, asked_knobs, stated_knobs, values_of
from mktsim.study.decision.ranking import mean_interval
from mktsim.study.extra import library
from mktsim.study.hashing import model_hash
from mktsim.study.optimisation import Confirmed, Frontier, Optimisation, Searched
from mktsim.study.optimised_words import optimised_words
from mktsim.study.plan import Planner
from mktsim.study.resolve import NamedArm, ResolvedStudy
from mktsim.study.selecting import Search, select
from mktsim.study.selection import Selection
from mktsim.study.stamp import platform_stamp, product_version
from mktsim.study.store import Store, open_store
from mktsim.study.surface import setting_values, values_digest
from mktsim.study.tuning import Bench, Tuning, searched

Floats = NDArray[np.float64]
FRESH = 1_000_000
"""Number of the first replication that nothing is tuned on; searches stay far below it."""
FRONTIER = "frontier"
"""Name under which progress is told, beside those of the search and of `select`."""
FINALISTS = 3


def optimise(resolved: ResolvedStudy, out: Path, tuning: Tuning, looking: Looking | None = None) -> Optimisation:
    """Tune a policy, with the store in directory `out`; a second call replays what is stored and goes on.

    Errors: InputError for an arm, path, range or budget that cannot be; StoreError; Interrupted, resumable;
    CellFailed when the policy as given cannot be run.
    """
    look = looking or Looking()
    begun = perf_counter()
    arm, knobs = checked(resolved, tuning)
    bench = Bench(resolved, arm, knobs, tuning, look)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp(), fresh=look.fresh) as store:
        searches, delta = searched(bench, store)
        fresh = _fresh(bench, store, searches)
        digest = values_digest([*bench.seen, fresh])
        terminal = _terminal(bench, store, searches[0])
    chosen = replace(look, fresh=False)
    finals = _finals(bench, searches[0])
    selection = select(finals, out, Search(delta, most=tuning.most, first=FRESH), chosen)
    policies = {arm.name: arm.arm.policy for arm in finals.arms}
    policy = policies.get(selection.arm, bench.arm.arm.policy)
    confirmed = replace(_confirmed(bench, searches[0], selection, (fresh, terminal)), policy=policy)
    frontier = _frontier(bench, searches, fresh)
    found = _said(bench, searches, (confirmed, frontier), delta)
    cells = bench.cells + fresh.size + selection.effort.cells
    return replace(found, outcomes=fresh, digest=digest, cells=cells, seconds=perf_counter() - begun)


def checked(resolved: ResolvedStudy, tuning: Tuning) -> tuple[NamedArm, tuple[Knob, ...]]:
    """Return the arm that is tuned and its decision variables, before anything is run.

    Errors: InputError for an arm, path, range or budget that cannot be, and without what makes proposals.
    """
    library("optuna", "opt")
    names = [arm.name for arm in resolved.arms]
    name = tuning.arm or resolved.study.baseline
    if name not in names:
        message = f"no arm is called {quoted(name)}{did_you_mean(name, names)}"
        raise InputError((Problem(resolved.file, 0, 0, "arm", message, tuple(names)),))
    arm = resolved.arms[names.index(name)]
    policy = arm.arm.policy
    knobs = asked_knobs(policy, tuning.vary) if tuning.vary else stated_knobs(policy)
    wrong = []
    if not knobs:
        wrong.append(("vary", "the policy states no number that could be tuned; name some with a range"))
    if tuning.budget is not None and not tuning.budget > 0.0:
        wrong.append(("budget", f"must be above 0, got {tuning.budget:g}"))
    if any(not multiple > 0.0 for multiple in tuning.frontier):
        wrong.append(("frontier", "multiples of the budget must be above 0"))
    if tuning.target is not None and not tuning.frontier:
        wrong.append(("target", "needs further budgets to look among: give --frontier, such as 0.5,0.75,1.25"))
    if wrong:
        raise InputError(tuple(Problem("optimise", 0, 0, field, text) for field, text in wrong))
    return arm, knobs


def _fresh(bench: Bench, store: Store, searches: Sequence[Searched]) -> Floats:
    """Fresh values of the policy as given and of the best under each budget, shape (replications, 1 + budgets)."""
    points = [bench.settings(bench.arm)]
    points += [bench.settings(bench.at(one.best.values, one.budget)) for one in searches]
    sampled = bench.sampled(store, FRONTIER, bench.tuning.confirm, FRESH)
    return np.asarray(setting_values(sampled, points)[..., 0])


def _terminal(bench: Bench, store: Store, searched: Searched) -> float:
    """Mean terminal value of the best on fresh replications; NaN unless the metric is net present value."""
    if bench.resolved.metric.name != "npv":
        return math.nan
    planner = Planner(bench.resolved, bench.resolved.study.seed, FRESH)
    best = bench.at(searched.best.values, searched.budget)
    keys = [planner.cell(best, 0, r).key for r in range(bench.tuning.confirm)]
    return float(np.nanmean(store.outcomes(keys, ["terminal_value"])))


def _finals(bench: Bench, searched: Searched) -> ResolvedStudy:
    """The study of the finalists: the best few under the budget, and the policy as given."""
    known = sorted((one for one in searched.trials if one.good is not None), key=lambda one: -(one.good or 0.0))
    best = list({trial.values: trial for trial in known}.values())[:FINALISTS]
    arms = [bench.arm]
    for trial in best:
        resolved = bench.at(trial.values, searched.budget).arm
        if resolved.policy != bench.arm.arm.policy:
            arms.append(replace(bench.arm, name=f"trial {trial.number}", arm=resolved))
    organisation = bench.resolved.study.arms[bench.arm.name].organisation
    named = {arm.name: Arm(policy=arm.policy, organisation=organisation) for arm in arms}
    study = bench.resolved.study.model_copy(update={"arms": named, "baseline": bench.arm.name})
    return replace(bench.resolved, study=study, arms=tuple(arms))


def _confirmed(bench: Bench, searched: Searched, selection: Selection, what: tuple[Floats, float]) -> Confirmed:
    fresh, terminal = what
    confidence = bench.resolved.study.confidence
    gain = mean_interval(fresh[:, 1] - fresh[:, 0], confidence)
    flattered = (searched.best.good or 0.0) - bench.given_good - gain.mean
    return Confirmed(selection, gain, flattered, searched.policy, terminal)


def _frontier(bench: Bench, searches: Sequence[Searched], fresh: Floats) -> Frontier | None:
    if len(searches) == 1:
        return None
    study, tuning = bench.resolved.study, bench.tuning
    order = sorted(range(len(searches)), key=lambda place: searches[place].budget)
    budgets = tuple(searches[place].budget for place in order)
    good = fresh[:, [place + 1 for place in order]]
    sign = -1.0 if bench.resolved.metric.better is Better.LOWER else 1.0
    asked = None if tuning.target is None else sign * tuning.target
    return Frontier(
        budgets=budgets,
        values=tuple(mean_interval(column, study.confidence) for column in good.T),
        marginal=marginal(budgets, good, study.confidence),
        target=None if asked is None else reaching(budgets, good, asked, study.confidence, study.seed),
        cheaper=reaching(budgets, good, fresh[:, 0], study.confidence, study.seed),
    )


def _said(
    bench: Bench, searches: tuple[Searched, ...], what: tuple[Confirmed, Frontier | None], delta: float
) -> Optimisation:
    resolved, (confirmed, frontier) = bench.resolved, what
    study, currency = resolved.study, resolved.scenario.money.currency
    policy = bench.arm.arm.policy
    found = Optimisation(
        study=study.name,
        title=study.title,
        study_hash=resolved.study_hash,
        model_hash=model_hash(),
        version=product_version(),
        metric=study.metric,
        unit=resolved.metric.unit.replace("money", currency),
        currency=currency,
        seed=study.seed,
        confidence=study.confidence,
        replications=bench.tuning.replications,
        delta=delta,
        arm=bench.arm.name,
        knobs=bench.knobs,
        given=values_of(policy, bench.knobs),
        given_budget=policy.budget.per_year_money,
        searches=searches,
        confirmed=confirmed,
        frontier=frontier,
        text=(),
        cells=0,
        failed=bench.failed,
        outcomes=np.zeros((0, 0)),
        digest="",
        seconds=0.0,
    )
    return replace(found, text=optimised_words(found))
