"""Why an arm wins: more cells with the same luck, run through the same driver and store."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.cell import Execution, LuckSource
from mktsim.inputs.paths import set_path
from mktsim.study.cells import Planned
from mktsim.study.comparison import AssumptionEffect, Interval, Loss, SourceShare
from mktsim.study.decision.effects import (
    assumption_effects,
    ideal_interval,
    ideal_order,
    loss,
    variance_by_source,
)
from mktsim.study.decision.ranking import Ranking
from mktsim.study.drive import Driving, drive
from mktsim.study.plan import REAL, Planner, Variant
from mktsim.study.store import Store, note, put_note

Floats = NDArray[np.float64]

PILOT = 2
"""Replications run first, to learn what one costs."""
ASSUMPTIONS_SHARE = 1.0 / 3.0
"""Share of the time that assumptions may take, beyond their first replication."""
_WORLD = 0
"""World that is explained: the first of the study."""
LADDER = (
    Variant("ideal execution", Execution(late=False, misinformed=False, unexecuted=False)),
    Variant("late only", Execution(late=True, misinformed=False, unexecuted=False)),
    Variant("late and misinformed", Execution(late=True, misinformed=True, unexecuted=False)),
)
"""Imperfections switched on one after the other; the last rung is the cell as it is."""
ALONE = tuple(Variant(f"{source} alone", silenced=frozenset(LuckSource) - {source}) for source in LuckSource)
"""One source of luck at a time, every other replaced by its expectation: a cell in which one source is silenced parts
from the cell as it is at the first decision that turns, and tells little about the source."""


@dataclass(frozen=True)
class Effort:
    """How much may be spent on why."""

    seconds: float
    """Time for it; zero for nothing."""
    replications: int | None
    """Replications; None for as many as fit the time."""
    most: int
    """Replications of the comparison itself."""


@dataclass(frozen=True)
class Why:
    """What more cells say."""

    replications: int
    """For losses and sources of luck."""
    assumption_replications: int
    failed: int
    ideal: tuple[Interval | None, ...]
    """By arm; None where it was not run."""
    losses: tuple[Loss | None, ...]
    ideal_order: tuple[int, ...] | None
    variance: tuple[SourceShare, ...]
    assumptions: tuple[AssumptionEffect, ...]


@dataclass(frozen=True)
class _Asked:
    """One series of cells: an arm in a variant."""

    arm: int
    variant: Variant


class Explanation:
    """Plans the cells of one comparison and reads them back as arrays."""

    def __init__(self, planner: Planner, store: Store, ranking: Ranking) -> None:
        """Explain `ranking`, whose cells are in `store`."""
        self.planner = planner
        self.store = store
        self.ranking = ranking
        self.rivals = ranking.order[:2]
        """Leader and runner-up."""
        self.leader = ranking.order[0]
        self.sign = -1.0 if planner.resolved.metric.better.value == "lower" else 1.0
        scenario = planner.resolved.worlds[_WORLD].scenario
        self.ranges = [(path, low, high) for path, (low, high) in scenario.assumptions.items()]
        self._ends = [
            (
                Variant(f"{path} at {low:g}", scenario=set_path(scenario, path, low, planner.resolved.file)),
                Variant(f"{path} at {high:g}", scenario=set_path(scenario, path, high, planner.resolved.file)),
            )
            for path, low, high in self.ranges
        ]

    def execution_and_luck(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell losses and sources of luck."""
        wanted = [_Asked(arm, variant) for arm in self.worked for variant in LADDER]
        wanted += [_Asked(self.leader, variant) for variant in ALONE]
        return [self._cell(asked, r) for r in replications for asked in wanted]

    def what_is_assumed(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell what assumptions do to the lead."""
        wanted = [_Asked(arm, variant) for arm in self.rivals for ends in self._ends for variant in ends]
        return [self._cell(asked, r) for r in replications for asked in wanted]

    @property
    def worked(self) -> list[int]:
        """Arms whose organisation is not instant: the others are ideal as they are."""
        arms = self.planner.resolved.arms
        return [place for place, arm in enumerate(arms) if not arm.arm.organisation.instant]

    def ladder(self, arm: int, replications: int) -> Floats:
        """Values of an arm from ideal to real, shape (4, complete replications); larger is better."""
        rungs = [self._values(_Asked(arm, variant), replications) for variant in (*LADDER, REAL)]
        return _complete(np.stack(rungs))

    def ideals(self, replications: int) -> Floats:
        """Values of all arms under ideal execution, shape (arms, complete replications); larger is better."""
        arms, worked = range(len(self.planner.resolved.arms)), self.worked
        rows = [self._values(_Asked(arm, LADDER[0] if arm in worked else REAL), replications) for arm in arms]
        return _complete(np.stack(rows))

    def variance(self, replications: int) -> tuple[SourceShare, ...]:
        """Share of the leader's luck by source."""
        alone = np.stack([self._values(_Asked(self.leader, variant), replications) for variant in ALONE])
        return variance_by_source(_complete(alone), [source.value for source in LuckSource])

    def assumptions(self, replications: int) -> tuple[AssumptionEffect, ...]:
        """Effects of the scenario's assumptions on the lead; empty without a runner-up."""
        if len(self.rivals) < len((0, 1)) or not self.ranges:
            return ()
        base = self._lead(REAL, replications)
        differences = np.array([[self._lead(variant, replications) for variant in ends] for ends in self._ends])
        return assumption_effects(base, self.ranges, differences)

    def _lead(self, variant: Variant, replications: int) -> float:
        """Mean lead of the leader over the runner-up; NaN without complete replications."""
        both = _complete(np.stack([self._values(_Asked(arm, variant), replications) for arm in self.rivals]))
        return float((both[0] - both[1]).mean()) if both.size else math.nan

    def _values(self, asked: _Asked, replications: int) -> Floats:
        keys = [self._cell(asked, r).key for r in range(replications)]
        metric = self.planner.resolved.metric.name
        return np.asarray(self.sign * self.store.outcomes(keys, [metric])[:, 0])

    def _cell(self, asked: _Asked, replication: int) -> Planned:
        return self.planner.cell(self.planner.resolved.arms[asked.arm], _WORLD, replication, asked.variant)


def explain(explanation: Explanation, how: Driving, effort: Effort, confidence: float) -> Why:
    """Run the cells that fit the effort, and say what they say.

    The number of replications is noted in the store, so that a second call gives the same answer.
    """
    arms = len(explanation.ranking.arms)
    count, assumed = _replications(explanation, how, effort)
    if count == 0:
        return Why(0, 0, 0, (None,) * arms, (None,) * arms, None, (), ())
    planned = explanation.execution_and_luck(range(count)) + explanation.what_is_assumed(range(assumed))
    drive(planned, explanation.store, how)
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
        ladder = explanation.ladder(place, count) if place in explanation.worked else np.zeros((4, 2))
        ladder = ladder if ladder.size else np.full((4, 1), np.nan)
        losses.append(loss(ladder))
        gains = explanation.sign * (ladder[0] - ladder[-1])
        ideals.append(ideal_interval(numbers.interval, gains, confidence))
    return ideals, losses


def _replications(explanation: Explanation, how: Driving, effort: Effort) -> tuple[int, int]:
    """Replications for losses and luck, and for assumptions: as asked or noted, else what a pilot's cost allows.

    Effects of assumptions are differences of differences under the same luck, which few replications settle: they get
    a third of the time and one or two; what is left after the pilot goes to losses and luck.
    """
    if effort.replications is not None:
        count = min(effort.replications, effort.most)
        return count, count
    if effort.seconds <= 0.0:
        return 0, 0
    key = f"why {explanation.planner.resolved.study_hash} {explanation.planner.seed} {effort.most} {effort.seconds:g}"
    noted = note(explanation.store, key)
    if noted is not None:
        count, assumed = (int(number) for number in noted.split())
        return count, assumed
    pilot = min(PILOT, effort.most)
    first = explanation.execution_and_luck(range(pilot))
    drive(first, explanation.store, how)
    spent = explanation.store.seconds(one.key for one in first) / how.jobs
    one_more = max(spent / pilot, 1e-9)
    each = one_more * len(explanation.what_is_assumed(range(1))) / max(len(first) / pilot, 1.0)
    assumed = max(1, min(pilot, int(ASSUMPTIONS_SHARE * effort.seconds / max(each, 1e-9))))
    count = min(effort.most, pilot + max(0, int((effort.seconds - spent - assumed * each) / one_more)))
    put_note(explanation.store, key, f"{count} {assumed}")
    return count, assumed


def _complete(rows: Floats) -> Floats:
    """Keep the replications, shape (rows, replications), in which no cell failed."""
    return rows[:, np.isfinite(rows).all(axis=0)]
