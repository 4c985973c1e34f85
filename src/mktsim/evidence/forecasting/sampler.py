"""Draws from a posterior by an ensemble of walkers, from addressed random numbers.

Half of the walkers move along lines through the other half (stretch move, Goodman & Weare 2010, Communications in
Applied Mathematics and Computational Science 5:65) or by differences of two of them (ter Braak 2006, Statistics and
Computing 16:239), so that no step sizes need tuning and skewed or correlated beliefs are followed as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.streams import Address, uniforms

STREAM = "study.world"
"""Stream of what is drawn in a calibration."""
_STRETCH = 2.0
"""Scale of the stretch move, as its authors advise."""
_PER_WALKER = 6
"""Uniforms a walker owns in each step."""


@dataclass(frozen=True)
class Effort:
    """How long to walk."""

    walkers: int = 40
    """Walkers; even, more than twice the parameters."""
    warm_up: int = 800
    """Steps thrown away."""
    steps: int = 1600
    """Steps kept."""
    every: int = 8
    """Of the steps kept, one in this many is used."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Posterior draws of the walkers."""

    values: Floats
    """Draws, shape (draws, parameters)."""
    accepted: float
    """Share of moves accepted."""
    agreement: float
    """Largest R-hat over parameters, between early and late halves of the walk; near 1 when it has settled."""


def sample(density: Callable[[Floats], Floats], starts: Floats, luck: Address, effort: Effort) -> Draws:
    """Return draws from a density given by its logarithm, (n, parameters) -> (n,).

    `starts` has shape (walkers, parameters) and must spread in every direction.
    """
    place = starts.copy()
    height = density(place)
    total = effort.warm_up + effort.steps
    luckies = uniforms(luck, STREAM, "walkers", 0, total, effort.walkers * _PER_WALKER)
    luckies = luckies.reshape(total, effort.walkers, _PER_WALKER)
    half = effort.walkers // 2
    sides = (slice(0, half), slice(half, None)), (slice(half, None), slice(0, half))
    kept, moved = [], 0
    for step in range(total):
        for mine, others in sides:
            luck_now = luckies[step, mine]
            goal, weight = _proposals(place[mine], place[others], luck_now, stretch=step % 2 == 0)
            new = density(goal)
            takes = np.log(luck_now[:, 5]) < weight + new - height[mine]
            place[mine] = np.where(takes[:, None], goal, place[mine])
            height[mine] = np.where(takes, new, height[mine])
            moved += int(takes.sum()) if step >= effort.warm_up else 0
        if step >= effort.warm_up and (step - effort.warm_up) % effort.every == 0:
            kept.append(place.copy())
    chain = np.stack(kept)
    return Draws(chain.reshape(-1, place.shape[1]), moved / (effort.steps * effort.walkers), _agreement(chain))


def _proposals(mine: Floats, others: Floats, luck: Floats, *, stretch: bool) -> tuple[Floats, Floats]:
    """Return where walkers would go, and the logarithm of the move's own weight."""
    size = mine.shape[1]
    count = others.shape[0]
    first = np.minimum((luck[:, 0] * count).astype(int), count - 1)
    if stretch:
        reach = ((_STRETCH - 1.0) * luck[:, 1] + 1.0) ** 2 / _STRETCH
        return others[first] + reach[:, None] * (mine - others[first]), (size - 1) * np.log(reach)
    second = (first + 1 + np.minimum((luck[:, 1] * (count - 1)).astype(int), count - 2)) % count
    # One step in ten jumps the whole difference, which lets a walker change to another mode.
    scale = np.where(luck[:, 2] < 0.1, 1.0, 2.38 / np.sqrt(2.0 * size) * (0.5 + luck[:, 3]))
    jitter = 1.0 + 1e-4 * (luck[:, 4] - 0.5)
    return mine + (scale * jitter)[:, None] * (others[first] - others[second]), np.zeros(mine.shape[0])


def _agreement(chain: Floats) -> float:
    """Return the largest R-hat between the halves of the walk, all walkers pooled."""
    halves = np.array_split(chain, 2)
    means = np.stack([half.reshape(-1, chain.shape[2]).mean(axis=0) for half in halves])
    inside = np.stack([half.reshape(-1, chain.shape[2]).var(axis=0) for half in halves]).mean(axis=0)
    between = means.var(axis=0, ddof=1)
    return float(np.sqrt(1.0 + between / np.maximum(inside, 1e-300)).max())
