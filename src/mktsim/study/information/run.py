"""Value of information: run the arms with better knowledge and faster work, and in worlds drawn from assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics.two_level import Sampling
from mktsim.study.information.evppi import EvppiOptions, ParameterValue, parameter_values
from mktsim.study.information.factors import CEILINGS
from mktsim.study.information.improvements import Improvement, improvement
from mktsim.study.information.plan import InformationOptions, improvements_of, points_of
from mktsim.study.information.result import Information
from mktsim.study.information.words import information_words
from mktsim.study.question.factor import Factor
from mktsim.study.question.placebo import PLACEBOS, floor_of
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.question.stated_assumption import plain_names
from mktsim.study.runs.driver import drive
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.outcome_table import world_table
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.response_surface import Surface, setting_values, values_digest
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.sampling import Design, drawn_worlds
from mktsim.study.runs.size import part
from mktsim.study.runs.store import Store
from mktsim.study.runs.world_values import worth_of_knowing

Floats = NDArray[np.float64]
FEWEST = 3
"""Replications that a time limit leaves: two give a family of intervals fifteen times as wide (Student, one degree)."""
WORK, WORLDS = "work", "worlds"
"""Names under which progress is reported."""


def information(
    resolved: ResolvedStudy, out: Path, asked: InformationOptions, options: RunOptions | None = None
) -> Information:
    """Say what information is worth, with the store in directory `out`; a second call continues.

    Errors: InputError for an instrument or topic that nobody observes; StoreError; Interrupted, resumable;
    CellFailed when more than one in twenty replications is incomplete.
    """
    how = options or RunOptions()
    begun = perf_counter()
    improvements = improvements_of(resolved, asked)
    factors = (*improvements, *CEILINGS) if asked.work else ()
    placebos = PLACEBOS if factors else ()
    with open_results(out, fresh=how.fresh) as store:
        runs = asked.replications if asked.work else 1
        surface = Surface(store, Planner(resolved, resolved.study.seed), how, WORK, runs)
        evaluated = setting_values(surface, points_of(resolved, (*factors, *placebos)))
        draws = _drawn(resolved, store, asked, how)
    table = evaluated.good
    found = _improvements(resolved, table, factors)
    world, parameters = _known(resolved, draws, asked)
    result = Information(
        heading=heading_of(resolved),
        replications=len(table) if asked.work else asked.world_replications,
        asked=asked,
        arms=tuple(arm.name for arm in resolved.arms),
        improvements=tuple(sorted(found[: -len(CEILINGS)], key=lambda one: (-one.choice.mean, one.name))),
        ceilings=found[-len(CEILINGS) :] if found else (),
        floor=floor_of(table[:, 1 + len(factors) :] - table[:, :1]),
        names=plain_names(resolved),
        world=world,
        parameters=parameters,
        text=(),
        cells=table.size * len(resolved.worlds) + (0 if draws is None else draws.good.size),
        failed=evaluated.failed + (0 if draws is None else draws.failed),
        digest=values_digest([table] if draws is None else [table, draws.good]),
        seconds=0.0,
    )
    return replace(result, text=information_words(result), seconds=perf_counter() - begun)


@dataclass(frozen=True, eq=False)
class _Draws:
    """Outcomes over drawn worlds."""

    good: Floats
    """Shape (replications, worlds, arms)."""
    names: tuple[str, ...]
    values: Floats
    """Shape (worlds, parameters)."""
    failed: int
    """Cells that failed."""


def _improvements(resolved: ResolvedStudy, table: Floats, factors: Sequence[Factor]) -> tuple[Improvement, ...]:
    """Compare each improvement with things as they are; `table` has shape (replications, 1 + factors, arms).

    The intervals of all improvements hold together (Bonferroni).
    """
    level = 1.0 - (1.0 - resolved.study.confidence) / max(len(factors), 1)
    return tuple(
        improvement(factor.name, table[:, 0], table[:, place + 1], level) for place, factor in enumerate(factors)
    )


def _drawn(resolved: ResolvedStudy, store: Store, asked: InformationOptions, options: RunOptions) -> _Draws | None:
    if not asked.draws or not resolved.scenario.assumptions:
        return None
    alone = replace(resolved, study=resolved.study.model_copy(update={"worlds": ()}))
    drawn = drawn_worlds(alone, asked.draws, Design.LATIN)
    wide = replace(resolved, worlds=drawn.worlds)
    planned = Planner(wide, wide.study.seed).base(asked.world_replications)
    drive(planned, store, options, WORLDS)
    good, failed = world_table(store, wide, planned)
    return _Draws(good, drawn.parameters, drawn.values, failed)


def _known(
    resolved: ResolvedStudy, draws: _Draws | None, asked: InformationOptions
) -> tuple[Interval | None, tuple[ParameterValue, ...]]:
    """Worth of knowing the world, and each of its parameters, before choosing."""
    if draws is None:
        return None, ()
    study = resolved.study
    sampling = Sampling(
        np.full(draws.good.shape[1], 1.0 / draws.good.shape[1]), are_sampled=True, level=study.confidence
    )
    found = EvppiOptions(asked.reliability, study.confidence, study.seed)
    return worth_of_knowing(draws.good, sampling), parameter_values(draws.names, draws.values, draws.good, found)


def scaled(asked: InformationOptions, share: float) -> InformationOptions:
    """Return a smaller analysis: fewer worlds first, then fewer replications."""
    return replace(
        asked,
        draws=part(asked.draws, share**0.75, 4),
        world_replications=part(asked.world_replications, share**0.5, FEWEST),
        replications=part(asked.replications, share, FEWEST),
        work=asked.work and (share >= _WITHOUT_WORK or not asked.draws),
    )


_WITHOUT_WORK = 0.15
"""Share of a size below which only what the market may be like is asked, not the work: assumption."""


def cells_of(resolved: ResolvedStudy, asked: InformationOptions) -> int:
    """Return how many cells an analysis takes."""
    points = 1 + (len(improvements_of(resolved, asked)) + len(CEILINGS) + len(PLACEBOS) if asked.work else 0)
    work = points * len(resolved.worlds) * asked.replications if asked.work else len(resolved.worlds)
    drawn = asked.draws * asked.world_replications if resolved.scenario.assumptions else 0
    return (work + drawn) * len(resolved.arms)
