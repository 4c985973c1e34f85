"""Search of an optimisation: trials in batches of one size under each budget, on common random numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem
from mktsim.study.optimise.plan import OptimiseOptions
from mktsim.study.optimise.result import SearchResult, Trial
from mktsim.study.optimise.sampler import Sampler
from mktsim.study.optimise.variables import DecisionVariable, tuned, values_of
from mktsim.study.question.factor import Points, Setting
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.runs.response_surface import Surface, read_values, setting_values

Floats = NDArray[np.float64]
STAGE = "search"
"""Name under which progress is reported."""
_LATE = 3
"""The last third of the trials tells whether the search still gains."""
_TRIALS_A_VARIABLE = 8
"""Trials below which a flat end says nothing: assumption."""
_FEWEST_TRIALS = 40
_WARM = 6
"""Values of earlier budgets that a search begins with."""
_EDGE = 0.01
"""Share of a range within which a value counts as at its end."""


@dataclass(frozen=True)
class TuningProblem:
    """An arm with its decision variables under budgets."""

    resolved: ResolvedStudy
    arm: NamedArm
    variables: tuple[DecisionVariable, ...]
    asked: OptimiseOptions

    @property
    def budget(self) -> float:
        """Money a year asked for, or the policy's own."""
        return self.asked.budget if self.asked.budget is not None else self.arm.arm.policy.budget.per_year_money

    @property
    def budgets(self) -> tuple[float, ...]:
        """The budget asked for, then the further ones."""
        return tuple(dict.fromkeys(self.budget * multiple for multiple in (1.0, *self.asked.frontier)))

    @property
    def trials(self) -> int:
        """Trials under the budget asked for."""
        return self.asked.trials or max(_FEWEST_TRIALS, _TRIALS_A_VARIABLE * len(self.variables))

    def at(self, values: Sequence[float], budget: float) -> NamedArm:
        """Return the arm at values of the variables. Errors: InputError when the rules refuse them."""
        return tuned(self.arm, self.variables, values, budget)

    def settings(self, arm: NamedArm) -> list[list[Setting]]:
        """One point: an arm in each world."""
        return [[Setting(arm, world.scenario) for world in self.resolved.worlds]]


@dataclass(frozen=True)
class _Start:
    """Where the search under one budget begins."""

    budget: float
    values: tuple[tuple[float, ...], ...]
    """Values tried before all else: as given, and the best of the nearest budget."""
    trials: int


def _warm(done: Sequence[SearchResult]) -> tuple[tuple[float, ...], ...]:
    """Return the best values of all trials so far, under whatever budget, each once."""
    every = [(trial.good, trial.values) for one in done for trial in one.trials if trial.good is not None]
    best = sorted(every, key=lambda pair: -pair[0])
    return tuple(dict.fromkeys((*(one.best.values for one in done), *(values for _, values in best))))[:_WARM]


class Search:
    """Searches each budget and keeps what the answer rests on."""

    def __init__(self, problem: TuningProblem, surface: Surface) -> None:
        """Search on the replications of `surface`."""
        self.problem = problem
        self._surface = replace(surface, stage=STAGE, replications=problem.asked.replications)
        self.failed = 0
        self.cells = 0
        self.given_good = math.nan
        """What the policy as given earns in the search's replications."""
        self.values: list[Floats] = []

    def run(self) -> tuple[tuple[SearchResult, ...], float]:
        """Search the budget asked for, then each further one from the best of all before; with the delta.

        In the end each budget tries the best of all others, so that none stays behind for want of luck in its search.
        """
        problem = self.problem
        given = values_of(problem.arm.arm.policy, problem.variables)
        delta = problem.asked.delta or 0.01 * abs(self._as_given())
        done: list[SearchResult] = []
        for budget in sorted(problem.budgets, key=lambda one: (abs(math.log(one / problem.budget)), one)):
            done.append(self._search(_Start(budget, (given, *_warm(done)), problem.trials), delta))
        return tuple(self._exchanged(one, done, delta) for one in done), delta

    def _exchanged(self, one: SearchResult, done: Sequence[SearchResult], delta: float) -> SearchResult:
        """Return a search that has tried the best of every other budget too, those found after it included."""
        known = {trial.values for trial in one.trials}
        others = tuple(dict.fromkeys(other.best.values for other in done if other.best.values not in known))
        if not others:
            return one
        found = self._tried(one.budget, others)
        more = (Trial(len(one.trials) + place, *pair) for place, pair in enumerate(zip(others, found, strict=True)))
        return self._judged(one.budget, [*one.trials, *more], delta)

    def _as_given(self) -> float:
        good = setting_values(self._surface, [self.problem.settings(self.problem.arm)]).good
        self.values.append(good)
        self.cells += good.size
        self.given_good = float(good.mean())
        return self.given_good

    def _search(self, start: _Start, delta: float) -> SearchResult:
        purpose = "" if start.budget == self.problem.budget else f"{start.budget!r}"
        sampler = Sampler(self.problem.variables, self.problem.resolved.study.seed, start.values, purpose)
        trials: list[Trial] = []
        while len(trials) < start.trials:
            asked = sampler.ask(start.trials - len(trials))
            found = self._tried(start.budget, asked)
            sampler.tell(found)
            trials += [Trial(len(trials) + place, *pair) for place, pair in enumerate(zip(asked, found, strict=True))]
        return self._judged(start.budget, trials, delta)

    def _tried(self, budget: float, asked: Sequence[tuple[float, ...]]) -> list[float | None]:
        """Mean of each trial over the replications of the search; None where the rules or a cell refuse it."""
        points, places = [], []
        for place, values in enumerate(asked):
            try:
                points.append(self.problem.settings(self.problem.at(values, budget)))
            except InputError:
                continue
            places.append(place)
        found: list[float | None] = [None] * len(asked)
        if points:
            for place, mean in zip(places, self._means(points), strict=True):
                found[place] = mean if math.isfinite(mean) else None
        return found

    def _means(self, points: Points) -> list[float]:
        """Mean of each point; NaN where a cell failed."""
        good, keys = read_values(self._surface, points)
        self.failed += len(self._surface.store.failures(keys))
        self.cells += good.size * len(self.problem.resolved.worlds)
        self.values.append(good)
        means: list[float] = good[..., 0].mean(axis=0).tolist()
        return means

    def _judged(self, budget: float, trials: list[Trial], delta: float) -> SearchResult:
        """Pick the best trial, and say whether the search converged and where it met an end of a range."""
        variables, count = self.problem.variables, len(trials)
        known = [trial for trial in trials if trial.good is not None]
        if not known:
            message = f"no trial of {count} could be run at {budget:,.0f}"
            raise InputError((Problem("optimise", 0, 0, "vary", message),))
        best = max(known, key=lambda trial: (trial.good or 0.0, -trial.number))
        early = [trial.good for trial in known if trial.number < count - count // _LATE and trial.good is not None]
        gained = (best.good or 0.0) - max(early, default=-math.inf)
        enough = len(known) >= _TRIALS_A_VARIABLE * len(variables)
        policy = self.problem.at(best.values, budget).arm.policy
        return SearchResult(
            budget=budget,
            trials=tuple(trials),
            best=best,
            gained_late=gained,
            enough=enough,
            converged=gained <= delta and enough,
            at_bound=tuple(
                variable.path
                for variable, value in zip(variables, best.values, strict=True)
                if min(value - variable.low, variable.high - value) <= _EDGE * (variable.high - variable.low)
            ),
            policy=policy,
            best_values=values_of(policy, variables),
        )
