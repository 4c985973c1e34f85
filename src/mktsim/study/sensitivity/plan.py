"""Sensitivity analysis: what is moved, for which arms, and the points of the one-at-a-time design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem, unknown_name
from mktsim.study.question.factor import Factor, FactorKind
from mktsim.study.question.resolve import NamedArm, ResolvedStudy
from mktsim.study.sensitivity import sobol
from mktsim.study.sensitivity.factors import SLOW_TIMES, assumptions_of, duties_of, edges_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SensitivityOptions:
    """Options of a sensitivity analysis."""

    kinds: tuple[FactorKind, ...] = (FactorKind.ASSUMPTION,)
    """Kinds of factors."""
    only: tuple[str, ...] = ()
    """Parts of factors' names; none for all of the kinds."""
    arm: str = ""
    """Arm whose metric is looked at; empty for the lead of the first arm over the second."""
    replications: int = 4
    """Of every arm at every point of one at a time."""
    screening_replications: int = 2
    """Of every arm at every point of the other designs, whose spread is over points."""
    trajectories: int = 8
    """Of Morris; 0 for none."""
    base_points: int = 0
    """Rows of Sobol's design, a power of two best; 0 for none."""
    keep: int = 4
    """Factors that Sobol takes: those that move most."""
    most: int | None = None
    """Factors moved one at a time: those that the answer goes along with most over a few points in which all are moved;
    None for all."""
    slow_times: float = SLOW_TIMES
    """Multiple of the delay of a slow link."""


def check(resolved: ResolvedStudy, asked: SensitivityOptions) -> None:
    """Refuse what cannot be asked. Errors: InputError for an arm that is not there, or too few or many to look at."""
    names = tuple(arm.name for arm in resolved.arms)
    wrong = []
    if asked.arm and asked.arm not in names:
        wrong.append(unknown_name(resolved.file, "arm", asked.arm, names))
    if not asked.arm and len(names) < 2:
        wrong.append(
            Problem(resolved.file, 0, 0, "arms", "a lead needs at least two; name one arm to look at it alone")
        )
    if asked.base_points and not 1 <= asked.keep <= sobol.MOST:
        wrong.append(Problem(resolved.file, 0, 0, "keep", f"must be 1 to {sobol.MOST}, got {asked.keep}"))
    if wrong:
        raise InputError(tuple(wrong))


def arms_of(resolved: ResolvedStudy, asked: SensitivityOptions, good: Floats) -> tuple[NamedArm, ...]:
    """Return the arm asked for, or leader and runner-up of outcomes as things are, shape (replications, arms)."""
    if asked.arm:
        return tuple(arm for arm in resolved.arms if arm.name == asked.arm)
    order = np.argsort(-good.mean(axis=0), kind="stable")[:2]
    return tuple(resolved.arms[int(place)] for place in order)


def factors_of(resolved: ResolvedStudy, arms: Sequence[NamedArm], asked: SensitivityOptions) -> tuple[Factor, ...]:
    """Return the factors asked for. Errors: InputError when there is none."""
    organisations = [arm.arm.organisation for arm in arms if not arm.arm.organisation.instant]
    edges = {one.name: one for each in organisations for one in edges_of(each, asked.slow_times)}
    kinds: dict[FactorKind, tuple[Factor, ...]] = {
        FactorKind.ASSUMPTION: assumptions_of(resolved.scenario, resolved.file),
        FactorKind.DUTY: duties_of(arms[0].arm.duties) if organisations else (),
        FactorKind.EDGE: tuple(edges.values()),
    }
    every = [factor for kind in asked.kinds for factor in kinds[kind]]
    found = tuple(one for one in every if not asked.only or any(part in one.name for part in asked.only))
    if not found:
        looked_for = ", ".join(asked.only) or ", ".join(asked.kinds)
        names = tuple(one.name for one in every)
        raise InputError((Problem(resolved.file, 0, 0, "over", f"there is nothing to move ({looked_for})", names),))
    return found


def one_at_a_time_points(factors: Sequence[Factor]) -> Floats:
    """Points as things are, then with one factor at an end: low and high of the first, of the second, and so on."""
    base = np.array([factor.base for factor in factors])
    rows = [base]
    for place, factor in enumerate(factors):
        for end in (factor.low, factor.high):
            row = base.copy()
            row[place] = end
            rows.append(row)
    return np.array(rows)


def answered(good: Floats) -> Floats:
    """Return the lead of the first arm over the second, or the metric of the only one; arms are the last axis."""
    return np.asarray(good[..., 0] - good[..., 1] if good.shape[-1] > 1 else good[..., 0])
