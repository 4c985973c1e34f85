"""Explanation of a comparison: execution losses, variance by source, effects of assumptions on the lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.cell import LuckSource
from mktsim.study.compare.effects import assumption_effects, ideal_interval, ideal_order, loss, variance_by_source
from mktsim.study.compare.plan import ALONE, LADDER, CompareOptions, Counts, ExplanationPlan, affordable, unasked
from mktsim.study.compare.ranking import Ranking
from mktsim.study.compare.result import AssumptionEffect, Loss, SourceShare, Unasked
from mktsim.study.question.stated_assumption import stated_assumptions
from mktsim.study.runs.driver import drive
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import REAL, Planner, Variant
from mktsim.study.runs.store import Store, note, put_note

Floats = NDArray[np.float64]
STAGE = "why"
"""Name under which progress is reported."""
ASSUMPTIONS_STAGE = "assumptions"
"""The same, of the assumptions."""


@dataclass(frozen=True)
class Why:
    """Explanation from further cells: losses, sources of noise, assumptions."""

    replications: int
    """For losses."""
    noise_replications: int
    assumption_replications: int
    failed: int
    ideal: tuple[Interval | None, ...]
    """By arm; None where it was not run."""
    losses: tuple[Loss | None, ...]
    ideal_order: tuple[int, ...] | None
    variance: tuple[SourceShare, ...]
    assumptions: tuple[AssumptionEffect, ...]
    unasked: tuple[Unasked, ...] = ()
    """Questions that the time did not reach to."""


def nothing_asked(arms: int) -> Why:
    """Return what is known before more cells are run."""
    return Why(0, 0, 0, 0, (None,) * arms, (None,) * arms, None, (), ())


class Explanation:
    """Reads the cells of an explanation back as arrays."""

    def __init__(self, planner: Planner, store: Store, ranking: Ranking, most: int) -> None:
        """Explain `ranking`, whose cells of replications 0 to `most` - 1 are in `store`."""
        self.plan = ExplanationPlan(planner, ranking.order)
        self.store = store
        self.ranking = ranking
        self.most = most
        self.sign = planner.resolved.metric.better.sign

    def ladder(self, arm: int, replications: int) -> Floats:
        """Values of an arm from ideal to real, shape (4, complete replications); larger is better."""
        rungs = [self._values(arm, variant, replications) for variant in (*LADDER, REAL)]
        return _complete(np.stack(rungs))

    def ideals(self, replications: int) -> Floats:
        """Values of all arms under ideal execution, shape (arms, complete replications); larger is better."""
        arms, worked = range(len(self.plan.planner.resolved.arms)), self.plan.worked
        rows = [self._values(arm, LADDER[0] if arm in worked else REAL, replications) for arm in arms]
        return _complete(np.stack(rows))

    def variance(self, replications: int) -> tuple[SourceShare, ...]:
        """Share of each source in the variance of the leader's outcomes."""
        alone = np.stack([self._values(self.plan.leader, variant, replications) for variant in ALONE])
        return variance_by_source(_complete(alone), [source.value for source in LuckSource])

    def assumptions(self, replications: int) -> tuple[AssumptionEffect, ...]:
        """Effects of the scenario's assumptions on the lead; empty without a runner-up."""
        plan = self.plan
        if len(plan.rivals) < len(("leader", "runner-up")) or not plan.ranges:
            return ()
        base = self._lead(REAL, replications)
        differences = np.array([[self._lead(variant, replications) for variant in ends] for ends in plan.ends])
        found = assumption_effects(base, plan.ranges, differences)
        stated = stated_assumptions(plan.planner.resolved, tuple(one.path for one in found)) if found else ()
        return tuple(replace(one, stated=told) for one, told in zip(found, stated, strict=True))

    def _lead(self, variant: Variant, replications: int) -> Floats:
        """Lead of the leader over the runner-up, shape (replications,); NaN where a cell failed."""
        leader, second = (self._values(arm, variant, replications) for arm in self.plan.rivals)
        return np.asarray(leader - second)

    def _values(self, arm: int, variant: Variant, replications: int) -> Floats:
        keys = [self.plan.cell(arm, variant, r).key for r in range(replications)]
        metric = self.plan.planner.resolved.metric.name
        return np.asarray(self.sign * self.store.outcomes(keys, [metric])[:, 0])


def explain(explanation: Explanation, asked: CompareOptions, options: RunOptions) -> Iterator[Why]:
    """Run the cells that fit the time; yield what they say, first without the assumptions and then with them.

    The numbers of replications are noted in the store, so that a second call gives the same answer.
    """
    found, without = _counts(explanation, asked, options)
    plan, store = explanation.plan, explanation.store
    first = plan.losses(range(found.losses)) + plan.noise(range(found.noise))
    drive(first, store, options, STAGE)
    why = replace(
        _organisation(explanation, found.losses),
        noise_replications=found.noise,
        variance=explanation.variance(found.noise) if found.noise else (),
        failed=len(store.failures(one.key for one in first)),
        unasked=without,
    )
    yield why
    if found.assumptions:
        second = plan.assumptions(range(found.assumptions))
        drive(second, store, options, ASSUMPTIONS_STAGE)
        yield replace(
            why,
            assumption_replications=found.assumptions,
            assumptions=explanation.assumptions(found.assumptions),
            failed=why.failed + len(store.failures(one.key for one in second)),
        )


def _organisation(explanation: Explanation, count: int) -> Why:
    """Return what the organisation costs every arm, from some replications."""
    nothing = nothing_asked(len(explanation.ranking.arms))
    if not count:
        return nothing
    confidence = explanation.plan.planner.resolved.study.confidence
    ideals, losses = _losses(explanation, count, confidence)
    order = ideal_order(explanation.ranking.order, explanation.ideals(count), confidence)
    return replace(nothing, replications=count, ideal=tuple(ideals), losses=tuple(losses), ideal_order=order)


def _losses(explanation: Explanation, count: int, confidence: float) -> tuple[list[Interval], list[Loss]]:
    ideals, losses = [], []
    for place, numbers in enumerate(explanation.ranking.arms):
        ladder = explanation.ladder(place, count) if place in explanation.plan.worked else np.zeros((4, 2))
        ladder = ladder if ladder.size else np.full((4, 1), np.nan)
        losses.append(loss(ladder))
        gains = explanation.sign * (ladder[0] - ladder[-1])
        ideals.append(ideal_interval(numbers.interval, gains, confidence))
    return ideals, losses


def _counts(explanation: Explanation, asked: CompareOptions, options: RunOptions) -> tuple[Counts, tuple[Unasked, ...]]:
    """Replications for each question, as asked or noted, else what the time allows; and what it does not reach to."""
    plan, most = explanation.plan, explanation.most
    each = Counts(*(len(cells(range(1))) for cells in (plan.losses, plan.noise, plan.assumptions)))
    if asked.why_replications is not None:
        count = min(asked.why_replications, most)
        return Counts(*(count if cells else 0 for cells in (each.losses, each.noise, each.assumptions))), ()
    if asked.why_seconds <= 0.0:
        return Counts(0, 0, 0), ()
    planner = plan.planner
    key = f"why {planner.resolved.study_hash} {planner.seed} {most} {asked.why_seconds:g}"
    told = note(explanation.store, key)
    if told is None:
        cell = _cell_seconds(explanation) / options.jobs
        found = affordable(each, int(asked.why_seconds / cell), most)
        told = f"{found.losses} {found.noise} {found.assumptions} {cell!r}"
        put_note(explanation.store, key, told)
    *counts, seconds = told.split()
    found = Counts(*map(int, counts))
    return found, unasked(each, found, float(seconds), asked.why_seconds)


def _cell_seconds(explanation: Explanation) -> float:
    """Return what a cell of the arms cost a worker, seconds; those that explain cost the same."""
    planner = explanation.plan.planner
    keys = [one.key for one in planner.base(explanation.most)]
    return max(explanation.store.seconds(keys) / len(keys), 1e-6)


def _complete(rows: Floats) -> Floats:
    """Keep the replications, shape (rows, replications), in which no cell failed."""
    return rows[:, np.isfinite(rows).all(axis=0)]
