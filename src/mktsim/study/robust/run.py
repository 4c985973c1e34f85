"""Robustness analysis: run the arms in many worlds, and see by how much and where the choice fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed
from mktsim.study.question.resolve import NamedArm, NamedWorld, ResolvedStudy
from mktsim.study.robust.plan import BreakEven, RobustnessOptions, answer, check, next_value
from mktsim.study.robust.regret import RegretOptions, RegretTable, regret_table
from mktsim.study.robust.result import Robustness
from mktsim.study.robust.scenario_discovery import grown
from mktsim.study.robust.words import robust_words
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.outcome_table import world_table
from mktsim.study.runs.planner import Planner, assumption_variant
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.sampling import DrawnWorlds, drawn_worlds, is_whole
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]
STAGE, TURNING = "robust", "turning"
"""Names under which progress is reported."""


def robust(
    resolved: ResolvedStudy, out: Path, asked: RobustnessOptions, options: RunOptions | None = None
) -> Robustness:
    """Compare the arms in many worlds, with the store in directory `out`; a second call continues.

    Errors: InputError with fewer than two arms or worlds, or a break-even of what is no assumption; StoreError;
    Interrupted, resumable; CellFailed when more than one in twenty replications is incomplete.
    """
    how = options or RunOptions()
    begun = perf_counter()
    drawn = drawn_worlds(resolved, asked.draws, asked.design)
    wide = replace(resolved, worlds=drawn.worlds)
    check(wide, asked)
    with open_results(out, fresh=how.fresh) as store:
        planned = Planner(wide, wide.study.seed).base(asked.replications)
        drive(planned, store, how, STAGE)
        good, failed = world_table(store, wide, planned)
        satisfied = resolved.metric.better.sign * asked.satisfied_with
        regret = regret_table(
            good, wide.weights, RegretOptions(satisfied, resolved.study.confidence, resolved.study.seed)
        )
        pair = (resolved.arms[regret.leader], resolved.arms[regret.runner_up])
        search = _BreakEvenSearch(store, resolved, pair, asked.replications, how)
        turns = tuple(search.break_even(path) for path in asked.break_even)
        stamp = digest(store, [one.key for one in planned])
    result = _result(resolved, asked, drawn, regret)
    sentences = robust_words(replace(result, break_evens=turns))
    return replace(
        result,
        replications=len(good),
        break_evens=turns,
        text=sentences,
        failed=failed,
        digest=stamp,
        seconds=perf_counter() - begun,
    )


def _result(resolved: ResolvedStudy, asked: RobustnessOptions, drawn: DrawnWorlds, regret: RegretTable) -> Robustness:
    """Return the result but for break-evens, words, digest and what it cost."""
    regrets, errors = regret.regrets[:, regret.leader], regret.regret_se[:, regret.leader]
    fails = (regrets > asked.tolerance) & (regrets > 2.0 * errors)
    count = len(drawn.values)
    return Robustness(
        heading=heading_of(resolved),
        replications=0,
        asked=asked,
        arms=tuple(arm.name for arm in resolved.arms),
        worlds=tuple(world.name for world in drawn.worlds),
        weights=replace(resolved, worlds=drawn.worlds).weights,
        regret=regret,
        fails=fails,
        leaves=grown(drawn.values, fails[-count:], drawn.parameters) if count else (),
        break_evens=(),
        text=(),
        failed=0,
        digest="",
        seconds=0.0,
        parameters=drawn.parameters,
        values=drawn.values,
    )


@dataclass(frozen=True)
class _BreakEvenSearch:
    """Where the leader's lead over the runner-up is gone, all else as in the scenario."""

    store: Store
    resolved: ResolvedStudy
    pair: tuple[NamedArm, NamedArm]
    replications: int
    options: RunOptions

    def break_even(self, path: str) -> BreakEven:
        """Find the value of one parameter at which the lead is gone."""
        resolved = self.resolved
        low, high = resolved.scenario.assumptions[path]
        whole = is_whole(resolved.scenario, path)
        leads: dict[float, Floats] = {}

        def wanted() -> float | None:
            return next_value({at: float(np.nanmean(x)) for at, x in leads.items()}, low, high, whole=whole)

        while (value := wanted()) is not None:
            leads[value] = self._leads(path, value)
        kept = np.isfinite(np.stack(list(leads.values()))).all(axis=0)
        known = {at: x[kept] for at, x in leads.items()}
        return answer(path, known, resolved.study.confidence, resolved.study.seed)

    def _leads(self, path: str, value: float) -> Floats:
        """Run both arms with the parameter at a value; leads by replication, NaN where a cell failed."""
        resolved, scenario = self.resolved, self.resolved.scenario
        planner = Planner(replace(resolved, worlds=(NamedWorld(scenario.name, 1.0, scenario),)), resolved.study.seed)
        variant = assumption_variant(scenario, path, value, resolved.file)
        cells = [planner.cell(arm, 0, r, variant) for arm in self.pair for r in range(self.replications)]
        drive(cells, self.store, self.options, TURNING)
        both = self.store.outcomes([one.key for one in cells], [resolved.metric.name]).reshape(2, -1)
        leads = resolved.metric.better.sign * (both[0] - both[1])
        if not np.isfinite(leads).any():
            raise CellFailed(variant.title, "no replication could be run there; mktsim status shows why")
        return np.asarray(leads)
