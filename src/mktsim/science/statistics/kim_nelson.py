"""Fully sequential selection of the best arm, valid under common random numbers.

Screening replays the table of outcomes from its first row, so it keeps no state: the
first stage gives the variances of the differences, and at each look an arm falls that
trails another by more than a boundary that narrows as replications accrue. Looking only
every `batch` replications cannot raise the error (Jennison, Johnstone & Turnbull 1982).

Source: Kim & Nelson 2001, ACM TOMACS 11:251. Guarantee: the best is selected with
probability at least 1 - alpha whenever it leads by delta or more (normal outcomes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit, require_positive


@dataclass(frozen=True)
class KimNelson:
    """Settings of the procedure."""

    delta: float
    """Smallest difference worth acting on, in units of the outcome, above 0."""
    alpha: float = 0.05
    """Accepted probability of a wrong selection, 0 to 1."""
    first_stage: int = 20
    """Replications before the first look, at least 2; 20 saves runs against 10."""
    batch: int = 4
    """Replications between looks, at least 1; 4 to 8 suit parallel workers."""
    cycles: int = 1
    """Shape c of the boundary, at least 1; 1 is the triangle the authors recommend."""

    def __post_init__(self) -> None:
        """Refuse values outside their range."""
        require_positive("delta", self.delta)
        require_inside_unit("alpha", self.alpha)
        if self.first_stage < 2 or self.batch < 1 or self.cycles < 1:
            message = "need first_stage >= 2, batch >= 1 and cycles >= 1"
            raise ValueError(message)


@dataclass(frozen=True)
class Screening:
    """State of the elimination so far."""

    survivors: tuple[int, ...]
    """Arms still in play, in their order."""
    selected: int | None
    """The arm selected; None while undecided."""
    replications: int
    """Replications at the last look; 0 before the first stage is complete."""
    needed: int
    """Replications each survivor must have for the next look; equal to
    `replications` once decided."""
    most: int
    """Replications after which a decision is certain, from the first stage; 0 before."""
    fell_at: tuple[int, ...]
    """Replications at which each arm fell, 0 for survivors; one entry per arm."""


def eta(beta: float, first_stage: int, cycles: int = 1) -> float:
    """Return the constant eta of the boundary.

    `beta` is the error allowed to a pair, alpha/(arms - 1) in general. In closed form
    for one cycle: ((2 beta)^(-2/(n0 - 1)) - 1)/2.

    >>> round(eta(0.05 / 4, first_stage=20), 5)
    0.23724
    """
    if not 0.0 < beta < 0.5:
        message = f"beta must lie strictly between 0 and 0.5, got {beta!r}"
        raise ValueError(message)
    power = (first_stage - 1) / 2.0
    simple = 0.5 * float((2.0 * beta) ** (-1.0 / power) - 1.0)
    if cycles == 1:
        return simple
    from scipy.optimize import brentq

    turns = np.arange(1, cycles + 1)
    signs = np.where(turns % 2 == 1, 1.0, -1.0) * np.where(turns == cycles, 0.5, 1.0)
    slopes = 2.0 * (2.0 * cycles - turns) * turns / cycles

    def excess(value: float) -> float:
        return float(np.sum(signs * (1.0 + slopes * value) ** -power)) - beta

    upper = simple
    while excess(upper) > 0.0:
        upper *= 2.0
    return float(brentq(excess, 0.0, upper, xtol=1e-14))


def h_squared(beta: float, first_stage: int, cycles: int = 1) -> float:
    """Return h^2 = 2 c eta (n0 - 1)."""
    return 2.0 * cycles * eta(beta, first_stage, cycles) * (first_stage - 1)


def screen(outcomes: Floats, settings: KimNelson) -> Screening:
    """Replay the screening on the replications present.

    `outcomes` has shape (replications, arms), larger is better, with NaN for cells not
    run. An arm counts up to its first NaN, so replications with a failed cell must be
    taken out of the table beforehand. The order of arms does not matter, except that of
    arms exactly tied at the end the first is selected.
    """
    table = np.asarray(outcomes, dtype=np.float64)
    arms = table.shape[1]
    present = _leading_rows(table)
    r, alive, fell = settings.first_stage, np.arange(arms), np.zeros(arms, dtype=np.int64)
    if arms == 1:
        return Screening((0,), 0, 0, 0, 0, (0,))
    if int(present.min()) < r:
        return Screening(tuple(range(arms)), None, 0, r, 0, (0,) * arms)
    ends = _ends(table[:r], settings)
    most = int(np.floor(ends.max())) + 1
    sums = np.cumsum(np.nan_to_num(table - table[0]), axis=0)
    while True:
        means = sums[r - 1, alive] / r + table[0, alive]
        pair_ends = ends[np.ix_(alive, alive)]
        slack = settings.delta / (2.0 * settings.cycles * r) * np.maximum(pair_ends - r, 0.0)
        kept = np.all(means[:, None] >= means[None, :] - slack, axis=1)
        fell[alive[~kept]] = r
        alive, means = alive[kept], means[kept]
        decided = alive.size == 1 or r > pair_ends.max()
        if decided or int(present[alive].min()) < r + settings.batch:
            selected = int(alive[np.argmax(means)]) if decided else None
            needed = r if decided else r + settings.batch
            return Screening(tuple(alive.tolist()), selected, r, needed, most, tuple(fell.tolist()))
        r += settings.batch


def _leading_rows(table: Floats) -> Floats:
    missing = np.isnan(table)
    return np.asarray(np.where(missing.any(axis=0), missing.argmax(axis=0), table.shape[0]))


def _ends(stage: Floats, settings: KimNelson) -> Floats:
    # Where each pair's boundary meets zero: h^2 S^2/delta^2, S^2 of the *difference*.
    spread = (stage[:, :, None] - stage[:, None, :]).var(axis=0, ddof=1)
    beta = settings.alpha / (stage.shape[1] - 1)
    scale = h_squared(beta, settings.first_stage, settings.cycles)
    return np.asarray(scale * spread / settings.delta**2)
