"""Explanation of a comparison: execution losses, variance by source, effects of assumptions on the lead."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.cell import LuckSource
from mktsim.study.compare.effects import assumption_effects, ideal_interval, ideal_order, loss, variance_by_source
from mktsim.study.compare.plan import ALONE, LADDER, PILOT, CompareOptions, ExplanationPlan, Pilot, affordable
from mktsim.study.compare.ranking import Ranking
from mktsim.study.compare.result import AssumptionEffect, Loss, SourceShare
from mktsim.study.runs.driver import drive
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import REAL, Planner, Variant
from mktsim.study.runs.store import Store, note, put_note

Floats = NDArray[np.float64]
STAGE = "why"
"""Name under which progress is reported."""


@dataclass(frozen=True)
class Why:
    """What more cells say."""

    replications: int
    """For losses and sources of noise."""
    assumption_replications: int
    failed: int
    ideal: tuple[Interval | None, ...]
    """By arm; None where it was not run."""
    losses: tuple[Loss | None, ...]
    ideal_order: tuple[int, ...] | None
    variance: tuple[SourceShare, ...]
    assumptions: tuple[AssumptionEffect, ...]


class Explanation:
    """Reads the cells of an explanation back as arrays."""

    def __init__(self, planner: Planner, store: Store, ranking: Ranking) -> None:
        """Explain `ranking`, whose cells are in `store`."""
        self.plan = ExplanationPlan(planner, ranking.order)
        self.store = store
        self.ranking = ranking
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
        return assumption_effects(base, plan.ranges, differences)

    def _lead(self, variant: Variant, replications: int) -> float:
        """Mean lead of the leader over the runner-up; NaN without complete replications."""
        both = _complete(np.stack([self._values(arm, variant, replications) for arm in self.plan.rivals]))
        return float((both[0] - both[1]).mean()) if both.size else math.nan

    def _values(self, arm: int, variant: Variant, replications: int) -> Floats:
        keys = [self.plan.cell(arm, variant, r).key for r in range(replications)]
        metric = self.plan.planner.resolved.metric.name
        return np.asarray(self.sign * self.store.outcomes(keys, [metric])[:, 0])


def explain(explanation: Explanation, asked: CompareOptions, options: RunOptions) -> Why:
    """Run the cells that fit the time, and say what they say.

    The number of replications is noted in the store, so that a second call gives the same answer.
    """
    plan, arms = explanation.plan, len(explanation.ranking.arms)
    confidence = plan.planner.resolved.study.confidence
    count, assumed = _replications(explanation, asked, options)
    if count == 0:
        return Why(0, 0, 0, (None,) * arms, (None,) * arms, None, (), ())
    planned = plan.execution_and_noise(range(count)) + plan.assumptions(range(assumed))
    drive(planned, explanation.store, options, STAGE)
    ideals, losses = _losses(explanation, count, confidence)
    return Why(
        replications=count,
        assumption_replications=assumed,
        failed=len(explanation.store.failures(one.key for one in planned)),
        ideal=tuple(ideals),
        losses=tuple(losses),
        ideal_order=ideal_order(explanation.ranking.order, explanation.ideals(count), confidence),
        variance=explanation.variance(count),
        assumptions=explanation.assumptions(assumed),
    )


def _losses(explanation: Explanation, count: int, confidence: float) -> tuple[list[Interval], list[Loss]]:
    ideals, losses = [], []
    for place, numbers in enumerate(explanation.ranking.arms):
        ladder = explanation.ladder(place, count) if place in explanation.plan.worked else np.zeros((4, 2))
        ladder = ladder if ladder.size else np.full((4, 1), np.nan)
        losses.append(loss(ladder))
        gains = explanation.sign * (ladder[0] - ladder[-1])
        ideals.append(ideal_interval(numbers.interval, gains, confidence))
    return ideals, losses


def _replications(explanation: Explanation, asked: CompareOptions, options: RunOptions) -> tuple[int, int]:
    """Replications for losses and noise, and for assumptions: as asked or noted, else what a pilot's cost allows."""
    planner = explanation.plan.planner
    most = planner.resolved.study.replications
    if asked.why_replications is not None:
        count = min(asked.why_replications, most)
        return count, count
    if asked.why_seconds <= 0.0:
        return 0, 0
    key = f"why {planner.resolved.study_hash} {planner.seed} {most} {asked.why_seconds:g}"
    noted = note(explanation.store, key)
    if noted is not None:
        count, assumed = (int(number) for number in noted.split())
        return count, assumed
    count, assumed = affordable(_pilot(explanation, options, most), asked.why_seconds, most)
    put_note(explanation.store, key, f"{count} {assumed}")
    return count, assumed


def _pilot(explanation: Explanation, options: RunOptions, most: int) -> Pilot:
    """Run the first replications, to learn what one costs."""
    count = min(PILOT, most)
    first = explanation.plan.execution_and_noise(range(count))
    drive(first, explanation.store, options, STAGE)
    spent = explanation.store.seconds(one.key for one in first) / options.jobs
    return Pilot(count, len(first), spent, len(explanation.plan.assumptions(range(1))))


def _complete(rows: Floats) -> Floats:
    """Keep the replications, shape (rows, replications), in which no cell failed."""
    return rows[:, np.isfinite(rows).all(axis=0)]
