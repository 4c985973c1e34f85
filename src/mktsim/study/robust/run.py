"""Robustness analysis: run the arms in many worlds, and see by how much and where the choice fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.study.question.factor import Setting
from mktsim.study.question.placebo import PLACEBOS, Floor, floor_of
from mktsim.study.question.resolve import NamedArm, NamedWorld, ResolvedStudy
from mktsim.study.question.stated_assumption import stated_assumptions
from mktsim.study.robust.plan import RobustnessOptions, check, turning_at, turning_paths
from mktsim.study.robust.prim import found_box
from mktsim.study.robust.regret import NEAREST, RegretOptions, RegretTable, regret_table, surely_behind
from mktsim.study.robust.result import Robustness
from mktsim.study.robust.scenario_discovery import grown
from mktsim.study.robust.turning import TurningSearch, most_cells
from mktsim.study.robust.words import robust_words
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.outcome_table import world_table
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.response_surface import Surface, read_values
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.sampling import DrawnWorlds, drawn_worlds, most_correlated
from mktsim.study.runs.size import part
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]
STAGE, FLOOR = "robust", "placebo"
"""Names under which progress is reported, beside that of the search for what turns."""


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
        regret = regret_table(good, wide.weights, _regret_options(resolved, asked, drawn))
        leader, others = resolved.arms[regret.leader], tuple(resolved.arms[place] for place in regret.nearest)
        paths = _tried(resolved, asked, drawn, regret)
        turns = TurningSearch(store, resolved, leader, others, asked.turning_replications, how).break_evens(paths)
        floor = _floor(store, resolved, leader, asked.turning_replications, how)
        stamp = digest(store, [one.key for one in planned])
    surely = surely_behind(good, regret.leader, asked.tolerance, resolved.study.confidence)
    result = replace(_result(resolved, asked, drawn, regret), surely=surely, break_evens=turns, floor=floor)
    left_out = tuple(path for path in turning_paths(resolved, asked) if path not in paths)
    result = replace(
        result, untried=tuple(one.name for one in stated_assumptions(resolved, left_out)) if left_out else ()
    )
    sentences = robust_words(replace(result, replications=len(good)))
    return replace(
        result,
        replications=len(good),
        text=sentences,
        failed=failed,
        digest=stamp,
        seconds=perf_counter() - begun,
    )


def cells_of(resolved: ResolvedStudy, asked: RobustnessOptions) -> int:
    """Return how many cells an analysis takes, about: how many values are tried depends on what is found."""
    worlds = len(drawn_worlds(resolved, asked.draws, asked.design).worlds)
    return worlds * len(resolved.arms) * asked.replications + _turning_cells(resolved, asked) + _placebo_cells(asked)


def scaled(asked: RobustnessOptions, share: float) -> RobustnessOptions:
    """Return a smaller analysis: fewer worlds first, then fewer replications."""
    return replace(
        asked,
        draws=part(asked.draws, share**0.75, 4),
        replications=part(asked.replications, share**0.5, 3),
        turning_replications=part(asked.turning_replications, share**0.5, 3),
        turning_most=turning_at(asked.turning_most, share),
    )


def openings_of(resolved: ResolvedStudy, asked: RobustnessOptions) -> int:
    """Return how many pairs of world and replication are opened, about: what their arms share is worked out once."""
    worlds = len(drawn_worlds(resolved, asked.draws, asked.design).worlds)
    return worlds * asked.replications + _turning_cells(resolved, asked) // (1 + _led(resolved)) + _placebo_cells(asked)


def _turning_cells(resolved: ResolvedStudy, asked: RobustnessOptions) -> int:
    paths = turning_paths(resolved, asked)[: asked.turning_most]
    return most_cells(paths, _led(resolved), asked.turning_replications)


def _placebo_cells(asked: RobustnessOptions) -> int:
    return len(PLACEBOS) * asked.turning_replications


def _led(resolved: ResolvedStudy) -> int:
    """Return over how many arms the lead is looked at."""
    return min(NEAREST, len(resolved.arms) - 1)


def _tried(
    resolved: ResolvedStudy, asked: RobustnessOptions, drawn: DrawnWorlds, regret: RegretTable
) -> tuple[str, ...]:
    """Return the assumptions whose break-even is looked for: all, or those that the drawn worlds point to."""
    paths = turning_paths(resolved, asked)
    if asked.turning_most is None or asked.turning_most >= len(paths) or not len(drawn.values):
        return paths[: asked.turning_most]
    known = tuple(path for path in paths if path in drawn.parameters)
    means = regret.means[-len(drawn.values) :]
    leads = means[:, [regret.leader]] - means[:, list(regret.nearest)]
    columns = drawn.values[:, [drawn.parameters.index(path) for path in known]]
    return tuple(known[place] for place in most_correlated(columns, leads, asked.turning_most))


def _regret_options(resolved: ResolvedStudy, asked: RobustnessOptions, drawn: DrawnWorlds) -> RegretOptions:
    study = resolved.study
    satisfied = resolved.metric.better.sign * asked.satisfied_with
    return RegretOptions(satisfied, study.confidence, study.seed, are_sampled=len(drawn.values) > 0)


def _floor(store: Store, resolved: ResolvedStudy, arm: NamedArm, replications: int, options: RunOptions) -> Floor:
    """What changes that cannot matter move of an arm's metric as things are."""
    scenario = resolved.scenario
    alone = replace(resolved, worlds=(NamedWorld(scenario.name, 1.0, scenario),))
    surface = Surface(store, Planner(alone, resolved.study.seed), options, FLOOR, replications)
    as_is = Setting(arm, scenario)
    good, _ = read_values(surface, [[[as_is]], *([[one.at(as_is, one.high)]] for one in PLACEBOS)])
    return floor_of(good[:, 1:, 0] - good[:, :1, 0])


def _result(resolved: ResolvedStudy, asked: RobustnessOptions, drawn: DrawnWorlds, regret: RegretTable) -> Robustness:
    """Return the result but for what is sure, break-evens, floor, words, digest and what it cost."""
    count = len(drawn.values)
    fails = regret.regrets[:, regret.leader] > asked.tolerance
    where = (drawn.values, fails[-count:], drawn.parameters) if count else None
    return Robustness(
        heading=heading_of(resolved),
        replications=0,
        asked=asked,
        arms=tuple(arm.name for arm in resolved.arms),
        worlds=tuple(world.name for world in drawn.worlds),
        weights=replace(resolved, worlds=drawn.worlds).weights,
        regret=regret,
        fails=fails,
        surely=np.zeros(fails.size, dtype=bool),
        box=None if where is None else found_box(*where, resolved.study.seed),
        leaves=() if where is None else grown(*where),
        break_evens=(),
        text=(),
        failed=0,
        digest="",
        seconds=0.0,
        parameters=drawn.parameters,
        values=drawn.values,
        stated=stated_assumptions(resolved, drawn.parameters) if drawn.parameters else (),
    )
