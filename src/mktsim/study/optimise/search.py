"""The search of an optimisation: trials in batches of one size under each budget, on the same luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem
from mktsim.study.compare.run import Looking
from mktsim.study.optimise.arm_name import tuned
from mktsim.study.optimise.result import Searched, Trial
from mktsim.study.optimise.sampler import BATCH, Proposals
from mktsim.study.optimise.variables import Knob, values_of
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.runs.driver import Driving, Progress
from mktsim.study.runs.factor import Setting
from mktsim.study.runs.outcome_table import Sampled, read_values, setting_values
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]
SEARCH = "search"
"""Name under which progress is told."""
_LATE = 3
"""The last third of the trials tells whether the search still gains."""
_TRIALS_A_KNOB = 8
"""Trials below which a flat end says nothing; half where the search starts from a neighbour's best: assumption."""
_FEWEST_TRIALS = 40
_EDGE = 0.01
"""Share of a range within which a value counts as at its end."""


@dataclass(frozen=True)
class Tuning:
    """What is tuned, and how hard it is looked for."""

    arm: str = ""
    """Arm whose policy is tuned; empty for the baseline."""
    vary: tuple[tuple[str, float | None, float | None], ...] = ()
    """Path, low and high of each knob; none for the numbers that the policy states."""
    budget: float | None = None
    """Money a year; None for the policy's own."""
    frontier: tuple[float, ...] = ()
    """Further budgets, as multiples of that."""
    target: float | None = None
    """Metric to be reached, for the budget that reaches it."""
    delta: float = 0.0
    """Smallest difference worth acting on; 0 for a hundredth of what the arm earns as given."""
    trials: int = 0
    """Sets of values tried; 0 for forty, or eight a knob if that is more. Further budgets get half of them."""
    replications: int = 4
    """Of each trial, the same for all."""
    confirm: int = 20
    """Fresh replications of each budget's best."""
    most: int = 200
    """Fresh replications of a finalist after which the selection gives up."""


class Bench:
    """What every step of one optimisation shares."""

    def __init__(
        self, resolved: ResolvedStudy, arm: NamedArm, knobs: tuple[Knob, ...], tuning: Tuning, look: Looking
    ) -> None:
        self.resolved = resolved
        self.arm = arm
        self.knobs = knobs
        self.tuning = tuning
        self.look = look
        self.budget = tuning.budget if tuning.budget is not None else arm.arm.policy.budget.per_year_money
        self.budgets = tuple(dict.fromkeys(self.budget * multiple for multiple in (1.0, *tuning.frontier)))
        self.trials = tuning.trials or max(_FEWEST_TRIALS, _TRIALS_A_KNOB * len(knobs))
        self.failed = 0
        self.cells = 0
        self.given_good = math.nan
        """What the policy as given earns in the search's replications."""
        self.seen: list[Floats] = []

    def sampled(self, store: Store, stage: str, replications: int, first: int = 0) -> Sampled:
        """Where values of a stage come from."""

        def told(progress: Progress) -> None:
            self.look.on_progress(stage, progress)

        look = self.look
        how = Driving(look.jobs, told, look.retry_failed, look.simulate, look.cluster)
        return Sampled(store, Planner(self.resolved, self.resolved.study.seed, first), how, replications)

    def at(self, values: Sequence[float], budget: float) -> NamedArm:
        """Return the arm at values of the knobs. Errors: InputError when the rules refuse them."""
        return tuned(self.arm, self.knobs, values, budget)

    def settings(self, arm: NamedArm) -> list[list[Setting]]:
        """One point: an arm in each world."""
        return [[Setting(arm, world.scenario) for world in self.resolved.worlds]]


def searched(bench: Bench, store: Store) -> tuple[tuple[Searched, ...], float]:
    """Search the budget asked for, then each further one from the best of its nearest neighbour; with the delta."""
    given = values_of(bench.arm.arm.policy, bench.knobs)
    delta = bench.tuning.delta or 0.01 * abs(_as_given(bench, store))
    done: list[Searched] = []
    for budget in sorted(bench.budgets, key=lambda one: (abs(math.log(one / bench.budget)), one)):
        near = sorted(done, key=lambda one: abs(math.log(one.budget / budget)))[:1]
        starts = [given, *(one.best.values for one in near)]
        trials = bench.trials if not done else max(BATCH, bench.trials // 2)
        done.append(_search(bench, store, (budget, starts, trials), delta))
    return tuple(done), delta


def _as_given(bench: Bench, store: Store) -> float:
    settings = [bench.settings(bench.arm)]
    good = setting_values(bench.sampled(store, SEARCH, bench.tuning.replications), settings)
    bench.seen.append(good)
    bench.cells += good.size
    bench.given_good = float(good.mean())
    return bench.given_good


def _search(bench: Bench, store: Store, what: tuple[float, list[tuple[float, ...]], int], delta: float) -> Searched:
    budget, starts, count = what
    proposals = Proposals(bench.knobs, bench.resolved.study.seed, starts)
    trials: list[Trial] = []
    while len(trials) < count:
        asked = proposals.ask(count - len(trials))
        found = _tried(bench, store, budget, asked)
        proposals.tell(found)
        trials += [Trial(len(trials) + place, *pair) for place, pair in enumerate(zip(asked, found, strict=True))]
    known = [trial for trial in trials if trial.good is not None]
    if not known:
        raise InputError((Problem("optimise", 0, 0, "vary", f"no trial of {count} could be run at {budget:,.0f}"),))
    best = max(known, key=lambda trial: (trial.good or 0.0, -trial.number))
    early = [trial.good for trial in known if trial.number < count - count // _LATE and trial.good is not None]
    gained = (best.good or 0.0) - max(early, default=-math.inf)
    at_bound = tuple(
        knob.path
        for knob, value in zip(bench.knobs, best.values, strict=True)
        if min(value - knob.low, knob.high - value) <= _EDGE * (knob.high - knob.low)
    )
    policy = bench.at(best.values, budget).arm.policy
    share = 0.5 if len(starts) > 1 else 1.0
    enough = len(known) >= share * _TRIALS_A_KNOB * len(bench.knobs)
    return Searched(budget, tuple(trials), best, gained, enough, gained <= delta and enough, at_bound, policy)


def _tried(bench: Bench, store: Store, budget: float, asked: Sequence[tuple[float, ...]]) -> list[float | None]:
    """Mean of each trial over the replications of the search; None where the rules or a cell refuse it."""
    settings, places = [], []
    for place, values in enumerate(asked):
        try:
            settings.append(bench.settings(bench.at(values, budget)))
        except InputError:
            continue
        places.append(place)
    found: list[float | None] = [None] * len(asked)
    if settings:
        good, keys = read_values(bench.sampled(store, SEARCH, bench.tuning.replications), settings)
        bench.failed += len(store.failures(keys))
        bench.cells += good.size * len(bench.resolved.worlds)
        bench.seen.append(good)
        for place, mean in zip(places, good[..., 0].mean(axis=0).tolist(), strict=True):
            found[place] = mean if math.isfinite(mean) else None
    return found
