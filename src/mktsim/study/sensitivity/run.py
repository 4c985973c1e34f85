"""Sensitivity analysis: one at a time, Morris over all factors together, and Sobol over those that move most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mktsim.study.question.duty_title import duty_title
from mktsim.study.question.factor import Factor
from mktsim.study.question.placebo import PLACEBOS, floor_of
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.question.stated_assumption import plain_names, stated_assumptions
from mktsim.study.runs import sampling
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.interval import mean_interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.response_surface import Surface, good_values, values_digest
from mktsim.study.runs.results_directory import open_results
from mktsim.study.runs.size import part
from mktsim.study.sensitivity import morris, sobol
from mktsim.study.sensitivity.morris import Screened
from mktsim.study.sensitivity.one_at_a_time import swings
from mktsim.study.sensitivity.plan import (
    SensitivityOptions,
    answered,
    arms_of,
    check,
    factors_of,
    one_at_a_time_points,
)
from mktsim.study.sensitivity.result import Sensitivity
from mktsim.study.sensitivity.sobol import Share
from mktsim.study.sensitivity.words import sensitivity_words

Floats = NDArray[np.float64]
BASE, CHOOSING, SWINGS, SCREENING, SOBOL = "as it is", "choosing", "one at a time", "all together", "shares"
"""Names under which progress is reported."""


def sensitivity(
    resolved: ResolvedStudy, out: Path, asked: SensitivityOptions, options: RunOptions | None = None
) -> Sensitivity:
    """Say what an answer rests on, with the store in directory `out`; a second call continues.

    Errors: InputError for an arm or factor that is not there; StoreError; Interrupted, resumable; CellFailed when
    more than one in twenty replications is incomplete.
    """
    how = options or RunOptions()
    begun = perf_counter()
    check(resolved, asked)
    with open_results(out, fresh=how.fresh) as store:
        surface = Surface(store, Planner(resolved, resolved.study.seed), how, BASE, asked.replications)
        probe = _Probe(surface, asked.screening_replications)
        found = _analysed(probe, asked)
    return replace(found, text=sensitivity_words(found), seconds=perf_counter() - begun)


class _Probe:
    """Evaluates points of the unit cube stage by stage, and keeps what the answer rests on."""

    def __init__(self, surface: Surface, screening: int) -> None:
        self._screening = replace(surface, replications=screening)
        self.resolved = surface.planner.resolved
        self._surface = surface
        self.cells = 0
        self.failed = 0
        self.values: list[Floats] = []

    def good(self, stage: str, arms: Sequence[NamedArm], factors: Sequence[Factor], points: Floats) -> Floats:
        """Values of arms, shape (replications, points, arms); `points` are values of factors."""
        return self._read(replace(self._surface, stage=stage), arms, factors, points)

    def _read(self, surface: Surface, arms: Sequence[NamedArm], factors: Sequence[Factor], points: Floats) -> Floats:
        found = good_values(surface, arms, factors, points)
        self.cells += found.good.size * len(self.resolved.worlds)
        self.failed += found.failed
        self.values.append(found.good)
        return found.good

    def answer(self, stage: str, arms: Sequence[NamedArm], factors: Sequence[Factor], unit: Floats) -> Floats:
        """Mean lead, or mean metric of the arm, at points of the unit cube, shape (points,)."""
        low = np.array([factor.low for factor in factors])
        high = np.array([factor.high for factor in factors])
        surface = replace(self._screening, stage=stage)
        return np.asarray(answered(self._read(surface, arms, factors, low + unit * (high - low))).mean(axis=0))


def _analysed(probe: _Probe, asked: SensitivityOptions) -> Sensitivity:
    """Run one analysis after the other; words and seconds are filled in by the caller."""
    resolved = probe.resolved
    confidence = resolved.study.confidence
    arms = arms_of(resolved, asked, probe.good(BASE, resolved.arms, (), np.zeros((1, 0)))[:, 0])
    every = factors_of(resolved, arms, asked)
    factors = _chosen(probe, arms, every, asked.most)
    tried = (*factors, *PLACEBOS)
    alone = answered(probe.good(SWINGS, arms, tried, one_at_a_time_points(tried)))
    own = 1 + 2 * len(factors)
    found = swings(factors, alone[:, :own], confidence)
    screened = _screened(probe, arms, (*factors, PLACEBOS[0]), asked.trajectories)
    strongest = [one.name for one in screened if one.name != PLACEBOS[0].name] or [one.name for one in found]
    kept = [factor for name in strongest[: asked.keep] for factor in factors if factor.name == name]
    return Sensitivity(
        heading=heading_of(resolved),
        asked=asked,
        arms=tuple(arm.name for arm in arms),
        base=mean_interval(alone[:, 0], confidence),
        swings=found,
        screened=screened,
        shares=_shares(probe, arms, kept, asked.base_points),
        text=(),
        cells=probe.cells,
        failed=probe.failed,
        digest=values_digest(probe.values),
        seconds=0.0,
        floor=floor_of(alone[:, own + 1 :: 2] - alone[:, :1]),
        names=_names(resolved, arms),
        stated=stated_assumptions(resolved),
        untried=tuple(one.name for one in every if one not in factors),
    )


def _chosen(probe: _Probe, arms: Sequence[NamedArm], factors: Sequence[Factor], most: int | None) -> tuple[Factor, ...]:
    """Return the factors that are moved one at a time."""
    if most is None or most >= len(factors):
        return tuple(factors)
    names, seed = [one.name for one in factors], probe.resolved.study.seed
    unit = sampling.points(sampling.Design.LATIN, _POINTS, names, seed)
    answers = probe.answer(CHOOSING, arms, factors, unit)
    return tuple(factors[place] for place in sampling.most_correlated(unit, answers[:, None], most))


def _names(resolved: ResolvedStudy, arms: Sequence[NamedArm]) -> dict[str, str]:
    """Return the factors' names in words."""
    duties = {f"without {duty.id}": f"without: {duty_title(duty)}" for arm in arms for duty in arm.arm.duties}
    return {**plain_names(resolved), **duties}


def scaled(asked: SensitivityOptions, share: float) -> SensitivityOptions:
    """Return a smaller analysis: fewer replications and trajectories; the other designs go first."""
    return replace(
        asked,
        replications=part(asked.replications, share, FEWEST),
        trajectories=part(asked.trajectories, share, 4) if share >= _WITHOUT_SCREENING else 0,
        base_points=part(asked.base_points, share, 8) if share >= _WITHOUT_SCREENING else 0,
        most=asked.most if share >= _ALL_MOVED else max(FEWEST, round(_MOVED * share)),
    )


FEWEST = 3
"""Replications that a time limit leaves: two give a family of intervals fifteen times as wide (Student, one degree)."""
_WITHOUT_SCREENING = 0.3
"""Share of a size below which only one factor at a time is moved: assumption."""
_ALL_MOVED, _MOVED = 0.15, 40
"""Share of the time down to which every factor is moved, and how many are at all of it below that: assumptions."""
_POINTS = 8
"""Points, with all factors moved, that say which are moved one at a time where not all are: assumption."""


def cells_of(resolved: ResolvedStudy, asked: SensitivityOptions) -> int:
    """Return how many cells an analysis takes."""
    arms = resolved.arms[: 1 if asked.arm else 2]
    every_factor = len(factors_of(resolved, arms, asked))
    count = every_factor if asked.most is None else min(every_factor, asked.most)
    swing = (2 * (count + len(PLACEBOS)) + 1) * asked.replications
    other = asked.trajectories * (count + 2) + asked.base_points * (min(asked.keep, count) + 2)
    other += _POINTS if count < every_factor else 0
    every = len(resolved.arms) * asked.replications
    return (every + len(arms) * (swing + other * asked.screening_replications)) * len(resolved.worlds)


def _screened(
    probe: _Probe, arms: Sequence[NamedArm], factors: Sequence[Factor], trajectories: int
) -> tuple[Screened, ...]:
    if not trajectories:
        return ()
    study, names = probe.resolved.study, [factor.name for factor in factors]
    points = morris.trajectories(names, trajectories, study.seed)
    values = probe.answer(SCREENING, arms, factors, points)
    found = morris.screened(names, points, values, study.confidence)
    return tuple(sorted(found, key=lambda one: (-one.strength.mean, one.name)))


def _shares(probe: _Probe, arms: Sequence[NamedArm], kept: Sequence[Factor], base_points: int) -> tuple[Share, ...]:
    if not base_points:
        return ()
    study, names = probe.resolved.study, [factor.name for factor in kept]
    points = sobol.design(names, base_points, study.seed)
    found = sobol.shares(names, probe.answer(SOBOL, arms, kept, points), study.confidence, study.seed)
    return tuple(sorted(found, key=lambda one: (-one.total.mean, one.name)))
